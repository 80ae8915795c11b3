package dev.anabranch.packager;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.Timestamp;
import dev.anabranch.packager.dash.Manifests;
import dev.anabranch.packager.hls.Chapters;
import dev.anabranch.packager.hls.MediaPlaylists;
import dev.anabranch.packager.hls.MultivariantPlaylists;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Files as a presentation on demand: every resource is made when it is asked for, from the source
/// files.
///
/// ```
/// index.m3u8  manifest.mpd  chapters.json
/// video-720p/  init.mp4  1.m4s 2.m4s ...  index.m3u8  iframes.m3u8
/// audio-en/    init.mp4  1.m4s 2.m4s ...  index.m3u8
/// text-en/     1.vtt 2.vtt ...  index.m3u8  all.vtt
/// ```
///
/// With single files `init.mp4` and the segments are one `media.mp4`; in transport streams there is
/// no `init.mp4` and segments end in `.ts`. Where codec configurations change on the way there are
/// `init-2.mp4`, `media-2.mp4` and `all-2.vtt` too. Names are the same at every run: the shorter
/// side of the picture, the language, and a number where that is taken already.
public final class VodPresentation implements Presentation {

    public static final String MULTIVARIANT_PLAYLIST = "index.m3u8";
    public static final String MANIFEST = "manifest.mpd";

    private static final int UNSETTLED_SEGMENTS = 1;

    private final Packaging packaging;
    private final About about;
    private final CutPlan plan;
    private final Map<String, Rendition> renditions = new LinkedHashMap<>();
    private final List<SourceFile> sources;
    private final List<String> warnings;
    private final long targetSeconds;
    private final List<Download> downloads;

    VodPresentation(
            Packaging packaging,
            About about,
            CutPlan plan,
            List<Rendition> renditions,
            List<SourceFile> sources,
            List<String> warnings) {
        this.packaging = packaging;
        this.about = about;
        this.plan = plan;
        this.sources = List.copyOf(sources);
        this.warnings = List.copyOf(warnings);
        renditions.forEach(rendition -> this.renditions.put(rendition.name(), rendition));
        downloads = packaging.hasDownloads() ? Download.of(renditions, sources) : List.of();
        targetSeconds =
                renditions.stream()
                        .mapToLong(rendition -> rendition.times().targetSeconds())
                        .max()
                        .orElseThrow();
    }

    /// One file as CMAF for HLS and DASH; for more choices see [Packager].
    public static VodPresentation open(Path path) throws IOException, MediaFormatException {
        return Packager.of(path).open();
    }

    public List<Rendition> renditions() {
        return List.copyOf(renditions.values());
    }

    public CutPlan plan() {
        return plan;
    }

    /// What a person should know: tracks left out, GOPs that are too long, mended files.
    public List<String> warnings() {
        return warnings;
    }

    /// How many segments at the front stay as they are when the sources grow: every track has gone
    /// beyond their ends.
    public int settledSegments() {
        var tracks =
                renditions.values().stream()
                        .flatMap(rendition -> rendition.tracks().stream())
                        .toList();
        // The last cuts of a plan depend on where everything ends.
        int settled = Math.max(0, plan.segmentCount() - UNSETTLED_SEGMENTS);
        for (var track : tracks) {
            // The frame nearest to a cut may be the one before it or the one after it.
            var frame = track.halfFrame().ticks() * 2;
            var known = new Timestamp(track.endTicks() - 2 * frame, track.clock());
            while (settled > 0 && plan.start(settled).compareTo(known) > 0) {
                settled--;
            }
        }
        return settled;
    }

    /// The target duration of every playlist, in seconds.
    public long targetSeconds() {
        return targetSeconds;
    }

    @Override
    public List<String> paths() {
        var paths = new ArrayList<String>();
        for (var rendition : renditions.values()) {
            RenditionFiles.media(rendition, packaging)
                    .forEach(file -> paths.add(rendition.name() + "/" + file));
        }
        for (var rendition : renditions.values()) {
            RenditionFiles.playlists(rendition, packaging)
                    .forEach(file -> paths.add(rendition.name() + "/" + file));
        }
        downloads.forEach(download -> paths.add(download.path()));
        about.pictures().files().forEach(file -> paths.add(file.path()));
        if (hasChapters()) {
            paths.add(Chapters.FILE);
        }
        if (packaging.hasDash()) {
            paths.add(MANIFEST);
        }
        if (packaging.hasHls()) {
            paths.add(MULTIVARIANT_PLAYLIST);
        }
        return List.copyOf(paths);
    }

    @Override
    public Optional<Content> resource(String path) throws IOException, MediaFormatException {
        if (path.equals(MULTIVARIANT_PLAYLIST) && packaging.hasHls()) {
            return Optional.of(
                    new MultivariantPlaylists(targetSeconds, packaging, about).of(renditions()));
        }
        if (path.equals(MANIFEST) && packaging.hasDash()) {
            return Optional.of(new Manifests(targetSeconds, plan, about).of(renditions()));
        }
        if (path.equals(Chapters.FILE) && hasChapters()) {
            return Optional.of(Chapters.of(about.chapters()));
        }
        for (var download : downloads) {
            if (download.path().equals(path)) {
                return Optional.of(download.content(about));
            }
        }
        var picture = picture(path);
        if (picture.isPresent()) {
            return picture;
        }
        int slash = path.indexOf('/');
        var rendition = slash < 0 ? null : renditions.get(path.substring(0, slash));
        if (rendition == null) {
            return Optional.empty();
        }
        var file = path.substring(slash + 1);
        if (packaging.hasHls() && file.equals(Rendition.PLAYLIST_FILE)) {
            return Optional.of(new MediaPlaylists(targetSeconds).media(rendition));
        }
        if (file.equals(Rendition.I_FRAMES_FILE)
                && RenditionFiles.hasIFrames(rendition, packaging)) {
            return Optional.of(new MediaPlaylists(targetSeconds).iFrames(rendition));
        }
        return RenditionFiles.open(rendition, file);
    }

    /// The paths of the files to be saved, in the order of the renditions.
    public List<String> downloads() {
        return downloads.stream().map(Download::path).toList();
    }

    private Optional<Content> picture(String path) {
        return about.pictures().files().stream()
                .filter(file -> file.path().equals(path))
                .map(Pictures.File::content)
                .findFirst();
    }

    private boolean hasChapters() {
        return packaging.hasHls() && !about.chapters().isEmpty();
    }

    /// Segment `n`, from 0, of a rendition: the one function everything else is made of.
    public Content segment(Rendition rendition, int n) throws MediaFormatException {
        return rendition.segmenter().segment(n);
    }

    @Override
    public void requireUnchanged() throws IOException {
        for (var source : sources) {
            source.bytes().requireUnchanged();
        }
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (var source : sources) {
            try {
                source.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
