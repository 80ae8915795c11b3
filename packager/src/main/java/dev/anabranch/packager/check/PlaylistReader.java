package dev.anabranch.packager.check;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.hls.ParseOptions;
import dev.anabranch.media.hls.ParsedPlaylist;
import dev.anabranch.media.hls.PlaylistParser;
import dev.anabranch.media.hls.PlaylistRules;
import dev.anabranch.media.hls.VariableSource;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Fetches playlists, reads them leniently and tells what was tolerated and what their text alone
/// shows to be broken.
record PlaylistReader(Survey survey) {

    private static final String SYNTAX = "playlist-syntax";
    private static final String FIRST_TAG = "#EXTM3U";

    /// Whether these bytes mean to be a playlist.
    static boolean isPlaylist(byte[] bytes) {
        var head = new String(bytes, 0, Math.min(bytes.length, 64), StandardCharsets.UTF_8);
        return head.replace("\uFEFF", "").stripLeading().startsWith(FIRST_TAG);
    }

    /// @param namedBy the playlist that names it, or its own address
    /// @param imports variables of the multivariant playlist, null when there is none
    Optional<ParsedPlaylist> read(
            String address, String namedBy, @Nullable Map<String, String> imports)
            throws IOException {
        var bytes = survey.manifest(address, namedBy);
        return bytes.isEmpty() ? Optional.empty() : parse(address, bytes.get(), imports);
    }

    /// Reads a playlist that was fetched already.
    Optional<ParsedPlaylist> parse(
            String address, byte[] bytes, @Nullable Map<String, String> imports) {
        var findings = survey.findings();
        if (!isPlaylist(bytes)) {
            findings.must(
                    SYNTAX,
                    address,
                    "line 1",
                    "this is no playlist: it must begin with " + FIRST_TAG);
            return Optional.empty();
        }
        try {
            var variables = new VariableSource(true, uri(address), imports);
            var options = ParseOptions.LENIENT.with(variables);
            var parsed = PlaylistParser.parse(bytes, options);
            parsed.findings()
                    .forEach(finding ->
                            findings.must(
                                    SYNTAX, address, "line " + finding.line(), finding.message()));
            PlaylistRules.check(parsed).forEach(breach -> add(address, breach));
            return Optional.of(parsed);
        } catch (MediaFormatException broken) {
            findings.must(SYNTAX, address, broken.where(), String.valueOf(broken.getMessage()));
            return Optional.empty();
        }
    }

    void add(String address, dev.anabranch.media.hls.Breach breach) {
        var severity =
                switch (breach.severity()) {
                    case MUST -> Breach.Severity.MUST;
                    case SHOULD -> Breach.Severity.SHOULD;
                };
        survey.findings()
                .add(new Breach(breach.rule(), severity, address, breach.where(), breach.text()));
    }

    private static @Nullable URI uri(String address) {
        try {
            return URI.create(address);
        } catch (IllegalArgumentException plainText) {
            return null;
        }
    }
}
