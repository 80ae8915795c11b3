package dev.anabranch.packager;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.TrackKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The files in a rendition's folder.
final class RenditionFiles {

    private static final int MAX_DIGITS = 9;

    private RenditionFiles() {}

    /// Everything but playlists, in the order of playing.
    static List<String> media(Rendition rendition, Packaging packaging) {
        var files = new ArrayList<String>();
        if (rendition.isSingleFile()) {
            rendition.spans().forEach(span -> files.add(span.singleFile()));
            return files;
        }
        for (int i = 0; i < rendition.segmenter().inits().size(); i++) {
            files.add(Rendition.initFile(i));
        }
        if (rendition.kind() != TrackKind.TEXT || packaging.hasHls()) {
            for (int n = 0; n < rendition.times().count(); n++) {
                files.add(rendition.segmentFile(n));
            }
        }
        if (hasSidecar(rendition, packaging)) {
            rendition.spans().forEach(span -> files.add(span.sidecarFile()));
        }
        return files;
    }

    static List<String> playlists(Rendition rendition, Packaging packaging) {
        if (!packaging.hasHls()) {
            return List.of();
        }
        return hasIFrames(rendition, packaging)
                ? List.of(Rendition.I_FRAMES_FILE, Rendition.PLAYLIST_FILE)
                : List.of(Rendition.PLAYLIST_FILE);
    }

    static boolean hasIFrames(Rendition rendition, Packaging packaging) {
        return packaging.hasHls() && packaging.hasIFrames() && rendition.kind() == TrackKind.VIDEO;
    }

    static boolean hasSidecar(Rendition rendition, Packaging packaging) {
        return packaging.hasDash() && rendition.kind() == TrackKind.TEXT;
    }

    static Optional<Content> open(Rendition rendition, String file) throws MediaFormatException {
        if (rendition.isSingleFile()) {
            for (var span : rendition.spans()) {
                if (file.equals(span.singleFile())) {
                    return Optional.of(SingleFile.of(span));
                }
            }
            return Optional.empty();
        }
        for (var span : rendition.spans()) {
            if (rendition.segmenter() instanceof CueText text && file.equals(span.sidecarFile())) {
                return Optional.of(text.sidecar(span.number()));
            }
            if (span.init().isPresent() && file.equals(span.initFile())) {
                return span.init();
            }
        }
        int n = number(file) - 1;
        boolean isThere =
                n >= 0 && n < rendition.times().count() && file.equals(rendition.segmentFile(n));
        return isThere ? Optional.of(rendition.segmenter().segment(n)) : Optional.empty();
    }

    /// The number a file name starts with, or 0.
    private static int number(String file) {
        int end = 0;
        while (end < file.length()
                && end < MAX_DIGITS
                && Character.digit(file.charAt(end), 10) >= 0) {
            end++;
        }
        return end == 0 || !isAscii(file) ? 0 : Integer.parseInt(file, 0, end, 10);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }
}
