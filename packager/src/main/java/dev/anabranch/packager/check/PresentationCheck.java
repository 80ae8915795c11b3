package dev.anabranch.packager.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Checks presentations: what their manifests say by the rules of HLS (draft-pantos-hls-rfc8216bis,
/// Apple's authoring specification) and DASH (ISO/IEC 23009-1), and against what their files hold.
///
/// ```java
/// var report = PresentationCheck.of(new FolderResources(folder), List.of("index.m3u8"));
/// ```
///
/// Every segment is read once, one at a time; memory is that of the largest segment and some
/// hundred bytes for each. Blocks while it reads; opens no connection by itself.
public final class PresentationCheck {

    private static final Pattern MPD = Pattern.compile("<(?:\\w+:)?MPD[\\s>]");
    private static final int SNIFFED_BYTES = 8192;

    /// What a manifest is.
    public enum Kind {
        HLS,
        DASH,
        /// Neither a playlist nor an MPD.
        NEITHER;

        /// Tells by the first bytes.
        public static Kind of(byte[] bytes) {
            if (PlaylistReader.isPlaylist(bytes)) {
                return HLS;
            }
            var head =
                    new String(
                            bytes,
                            0,
                            Math.min(bytes.length, SNIFFED_BYTES),
                            StandardCharsets.UTF_8);
            return MPD.matcher(head).find() ? DASH : NEITHER;
        }
    }

    private PresentationCheck() {}

    /// Checks the presentations of `manifests`, which may share files.
    ///
    /// @param manifests addresses of multivariant or media playlists and of MPDs; what is neither,
    ///   or not there, is a breach
    /// @throws IOException when the resources fail as a whole; a resource that fails is a breach
    public static Report of(Resources resources, List<String> manifests) throws IOException {
        return of(resources, manifests, Optional.empty());
    }

    /// As [#of(Resources, List)], of presentations that may still grow: an MPD whose last run is
    /// open goes as far as there are whole segments at `now`.
    ///
    /// @param now by the clock of the server, just before its manifests are fetched
    public static Report of(Resources resources, List<String> manifests, Instant now)
            throws IOException {
        return of(resources, manifests, Optional.of(now));
    }

    private static Report of(Resources resources, List<String> manifests, Optional<Instant> now)
            throws IOException {
        var findings = new Findings();
        var survey = new Survey(resources, findings);
        for (var address : manifests) {
            var bytes = resources.fetch(Part.whole(address));
            var kind = bytes.map(fetched -> Kind.of(fetched.bytes())).orElse(Kind.HLS);
            switch (kind) {
                case HLS -> new HlsCheck(survey).check(address);
                case DASH -> new DashCheck(survey, now).check(address);
                case NEITHER ->
                        findings.must(
                                "manifest-syntax",
                                address,
                                "",
                                "this is neither a playlist nor an MPD");
            }
        }
        return survey.report();
    }
}
