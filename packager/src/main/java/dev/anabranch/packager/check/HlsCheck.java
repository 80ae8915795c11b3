package dev.anabranch.packager.check;

import dev.anabranch.media.dash.UrlReference;
import dev.anabranch.media.hls.MediaPlaylist;
import dev.anabranch.media.hls.MultivariantPlaylist;
import dev.anabranch.media.hls.ParsedPlaylist;
import dev.anabranch.media.hls.PlaylistRules;
import dev.anabranch.media.hls.Rendition;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Checks an HLS presentation from its multivariant playlist, or one media playlist by itself.
final class HlsCheck {

    private final Survey survey;
    private final PlaylistReader reader;
    private final Map<String, Optional<HlsRendition>> renditions = new LinkedHashMap<>();

    HlsCheck(Survey survey) {
        this.survey = survey;
        reader = new PlaylistReader(survey);
    }

    void check(String address) throws IOException {
        var parsed = reader.read(address, address, null);
        if (parsed.isEmpty()) {
            return;
        }
        switch (parsed.get().playlist()) {
            case MediaPlaylist media -> {
                var rendition = measure(address, parsed.get(), media);
                new TextRule(Optional.empty()).check(rendition.measured(), survey.findings());
            }
            case MultivariantPlaylist multivariant -> all(address, parsed.get(), multivariant);
        }
    }

    private void all(String address, ParsedPlaylist parsed, MultivariantPlaylist multivariant)
            throws IOException {
        if (multivariant.variants().isEmpty()) {
            survey.findings()
                    .should("playlist-syntax", address, "", "there is nothing to play: no variant");
        }
        for (var variant : multivariant.variants()) {
            rendition(address, variant.uri(), parsed);
        }
        for (var rendition : multivariant.renditions()) {
            rendition(address, rendition.uri(), parsed);
        }
        for (var variant : multivariant.iFrameVariants()) {
            rendition(address, variant.uri(), parsed);
        }
        var whole = new HlsPresentation(address, parsed, multivariant, renditions);
        for (var rule : HlsPresentation.RULES) {
            rule.check(whole, survey.findings());
        }
        text(whole);
    }

    private void text(HlsPresentation whole) {
        for (var rendition : whole.multivariant().renditions()) {
            if (rendition.type() == Rendition.Type.SUBTITLES && rendition.uri() != null) {
                var start = whole.start();
                whole.rendition(rendition.uri())
                        .ifPresent(measured ->
                                new TextRule(start).check(measured.measured(), survey.findings()));
            }
        }
    }

    private void rendition(String base, @Nullable String uri, ParsedPlaylist multivariant)
            throws IOException {
        if (uri == null) {
            return;
        }
        var address = UrlReference.resolve(base, uri);
        if (renditions.containsKey(address)) {
            return;
        }
        renditions.put(address, Optional.empty());
        var parsed = reader.read(address, base, multivariant.variables());
        if (parsed.isEmpty()) {
            return;
        }
        switch (parsed.get().playlist()) {
            case MediaPlaylist media ->
                    renditions.put(address, Optional.of(measure(address, parsed.get(), media)));
            case MultivariantPlaylist _ ->
                    survey.findings()
                            .must(
                                    "playlist-syntax",
                                    address,
                                    "",
                                    "a multivariant playlist names this one as a media playlist");
        }
    }

    private HlsRendition measure(String address, ParsedPlaylist parsed, MediaPlaylist playlist)
            throws IOException {
        var rendition = new HlsSurvey(survey, address, parsed, playlist).measure();
        var measured = rendition.measured();
        if (playlist.isIFramesOnly()) {
            new IFrameCheck(survey).check(rendition);
            return rendition;
        }
        measured.faults(survey.findings());
        bitrates(rendition);
        RenditionRule.ALL.forEach(rule -> rule.check(measured, survey.findings()));
        return rendition;
    }

    /// O22, which needs the sizes of all segments.
    private void bitrates(HlsRendition rendition) {
        var segments = rendition.measured().segments();
        if (segments.stream().allMatch(segment -> segment.facts().isPresent())) {
            PlaylistRules.checkBitrates(
                            rendition.playlist(),
                            i -> segments.get(i).facts().orElseThrow().bytes())
                    .forEach(breach -> reader.add(rendition.address(), breach));
        }
    }
}
