package dev.anabranch.packager.check;

import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.AudioConfiguration;
import dev.anabranch.media.codec.CodecConfiguration;
import dev.anabranch.media.codec.OpaqueConfiguration;
import dev.anabranch.media.hls.Rendition;
import dev.anabranch.media.hls.Variant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// O23: CODECS names every format of the variant and of its groups, and nothing else; CHANNELS is
/// what the sound has (4.4.6.1, 4.4.6.2).
final class CodecsRule implements HlsPresentation.Rule {

    private static final String ID = "O23";
    private static final String TAG = "EXT-X-STREAM-INF";

    @Override
    public void check(HlsPresentation presentation, Findings findings) {
        for (var variant : presentation.multivariant().variants()) {
            var main = presentation.rendition(variant.uri());
            var declared = variant.stream().codecs();
            if (main.isEmpty() || declared.isEmpty()) {
                continue;
            }
            var where = presentation.where(TAG, variant);
            var measured = measured(presentation, variant, main.get());
            compare(presentation.address(), where, declared, measured, findings);
            if (isComplete(presentation, variant, main.get())) {
                surplus(presentation.address(), where, declared, measured, findings);
            }
        }
        for (var variant : presentation.multivariant().iFrameVariants()) {
            presentation
                    .rendition(variant.uri())
                    .ifPresent(rendition -> {
                        var where = presentation.where("EXT-X-I-FRAME-STREAM-INF", variant);
                        var measured = codecs(rendition.measured(), TrackKind.VIDEO);
                        var declared = variant.stream().codecs();
                        if (!declared.isEmpty() && !measured.isEmpty()) {
                            compare(presentation.address(), where, declared, measured, findings);
                        }
                    });
        }
        presentation
                .multivariant()
                .renditions()
                .forEach(one -> channels(presentation, one, findings));
    }

    private static List<CodecConfiguration> measured(
            HlsPresentation presentation, Variant variant, HlsRendition main) {
        var all = new ArrayList<>(codecs(main.measured(), null));
        if (variant.audio() != null) {
            presentation
                    .group(Rendition.Type.AUDIO, variant.audio())
                    .forEach(member -> all.addAll(codecs(member.measured(), TrackKind.AUDIO)));
        }
        if (variant.stream().video() != null) {
            presentation
                    .group(Rendition.Type.VIDEO, variant.stream().video())
                    .forEach(member -> all.addAll(codecs(member.measured(), null)));
        }
        return all.stream().distinct().toList();
    }

    private static List<CodecConfiguration> codecs(
            MeasuredRendition rendition, @org.jspecify.annotations.Nullable TrackKind only) {
        return rendition.formats().stream()
                .filter(format -> only == null || format.kind() == only)
                .filter(format ->
                        format.kind() == TrackKind.VIDEO || format.kind() == TrackKind.AUDIO)
                .map(TrackFormat::codec)
                .toList();
    }

    private static void compare(
            String file,
            String where,
            List<String> declared,
            List<CodecConfiguration> measured,
            Findings findings) {
        for (var codec : measured) {
            if (declared.stream().noneMatch(one -> CodecNames.isSame(one, codec))) {
                findings.must(
                        ID,
                        file,
                        where,
                        "CODECS is \"%s\", the media is %s"
                                .formatted(String.join(",", declared), codec.codecString()));
            }
        }
    }

    private static void surplus(
            String file,
            String where,
            List<String> declared,
            List<CodecConfiguration> measured,
            Findings findings) {
        for (var name : declared) {
            boolean isText = name.startsWith("wvtt") || name.startsWith("stpp");
            if (!isText && measured.stream().noneMatch(codec -> CodecNames.isSame(name, codec))) {
                findings.must(
                        ID, file, where, "CODECS names %s, no rendition has it".formatted(name));
            }
        }
    }

    private static boolean isComplete(
            HlsPresentation presentation, Variant variant, HlsRendition main) {
        boolean isMainKnown =
                !main.measured().formats().isEmpty()
                        && main.measured().formats().stream()
                                .noneMatch(one -> one.codec() instanceof OpaqueConfiguration);
        return isMainKnown
                && variant.stream().video() == null
                && (variant.audio() == null
                        || presentation.isWhole(Rendition.Type.AUDIO, variant.audio()));
    }

    /// The most of any segment (4.4.6.1).
    private static void channels(
            HlsPresentation presentation, Rendition rendition, Findings findings) {
        var said = rendition.channels();
        if (said == null || rendition.uri() == null || rendition.type() != Rendition.Type.AUDIO) {
            return;
        }
        presentation.rendition(rendition.uri()).stream()
                .flatMap(one -> one.measured().formats().stream())
                .flatMap(format ->
                        format.codec() instanceof AudioConfiguration audio
                                ? Stream.of(audio)
                                : Stream.empty())
                .max(Comparator.comparingInt(AudioConfiguration::channels))
                .filter(most ->
                        !said.equals(most.layout().hlsChannels())
                                && !said.equals(Integer.toString(most.channels())))
                .ifPresent(most ->
                        findings.must(
                                ID,
                                presentation.address(),
                                presentation.where("EXT-X-MEDIA", rendition),
                                "CHANNELS is \"%s\", the sound has %s"
                                        .formatted(said, most.layout().hlsChannels())));
    }
}
