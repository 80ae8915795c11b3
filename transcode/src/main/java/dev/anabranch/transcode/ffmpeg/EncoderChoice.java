package dev.anabranch.transcode.ffmpeg;

import dev.anabranch.transcode.Decision;
import dev.anabranch.transcode.KeyframeGrid;
import dev.anabranch.transcode.VideoCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which encoders of an ffmpeg are taken. What cannot be known from its list is tried once, when it
/// is asked for first. Safe for use by many threads.
final class EncoderChoice {

    private final FfmpegProgram program;
    private final Hardware hardware;
    private final Map<VideoCodec, Optional<String>> hardwareEncoders = new HashMap<>(); // by this
    private final Map<String, Optional<String>> failures = new HashMap<>(); // guarded by this
    private final List<Decision> findings = new ArrayList<>(); // guarded by this

    EncoderChoice(FfmpegProgram program, Hardware hardware) {
        this.program = program;
        this.hardware = hardware;
    }

    /// What encodes `codec`; empty when nothing does, or not the hardware that was named.
    synchronized Optional<String> encoder(VideoCodec codec) {
        var fast = hardwareEncoders.get(codec);
        if (fast == null) {
            fast = tried(codec);
            hardwareEncoders.put(codec, fast);
        }
        return fast.isPresent() || isNamed() ? fast : software(codec).stream().findFirst();
    }

    /// As [#encoder(VideoCodec)], if it puts keyframes where `grid` says.
    synchronized Optional<String> encoder(VideoCodec codec, KeyframeGrid grid) {
        var usual = encoder(codec);
        if (usual.isEmpty() || takes(usual.get(), codec, grid)) {
            return usual;
        }
        return software(codec).stream().filter(name -> takes(name, codec, grid)).findFirst();
    }

    /// Why hardware that was named does not encode `codec`.
    synchronized Optional<String> obstacle(VideoCodec codec) {
        if (!isNamed() || encoder(codec).isPresent()) {
            return Optional.empty();
        }
        var reasons =
                findings.stream()
                        .filter(found -> found.choice().startsWith(hardware.encoder(codec)))
                        .map(Decision::reason)
                        .collect(Collectors.joining("; "));
        return Optional.of(
                "hardware of the kind %s was asked for, and %s of %s (%s) cannot be used: %s. "
                                .formatted(
                                        hardware.name().toLowerCase(Locale.ROOT),
                                        hardware.encoder(codec),
                                        program.path(),
                                        program,
                                        reasons)
                        + "With auto, hardware that works is found, or software encodes");
    }

    private boolean isNamed() {
        return hardware != Hardware.AUTO && hardware != Hardware.OFF;
    }

    synchronized List<Decision> findings() {
        return List.copyOf(findings);
    }

    private List<String> software(VideoCodec codec) {
        var names =
                switch (codec) {
                    case H264 -> List.of("libx264", "libopenh264");
                    case HEVC -> List.of("libx265");
                    case AV1 -> List.of("libsvtav1", "libaom-av1");
                };
        return names.stream().filter(program::hasEncoder).toList();
    }

    /// SVT-AV1 took no orders for keyframes for long, and nothing but trying tells.
    private boolean takes(String encoder, VideoCodec codec, KeyframeGrid grid) {
        if (!encoder.equals("libsvtav1") || grid instanceof KeyframeGrid.EveryFrames) {
            return true;
        }
        var failure = failure(encoder, codec);
        failure.ifPresent(reason -> found(codec, encoder + " not used", reason));
        return failure.isEmpty();
    }

    private Optional<String> tried(VideoCodec codec) {
        for (var kind : hardware.kinds()) {
            var name = kind.encoder(codec);
            var failure =
                    program.hasEncoder(name)
                            ? failure(name, codec)
                            : Optional.of("this ffmpeg does not have it");
            if (failure.isEmpty()) {
                found(codec, name, "it encoded some frames in a trial");
                return Optional.of(name);
            }
            found(codec, name + " not used", failure.get());
        }
        return Optional.empty();
    }

    private Optional<String> failure(String encoder, VideoCodec codec) {
        return failures.computeIfAbsent(
                encoder, name -> new EncoderTrial(program, codec, name).failure());
    }

    private void found(VideoCodec codec, String choice, String reason) {
        var finding = new Decision("encoder " + codec, choice, reason);
        if (!findings.contains(finding)) {
            findings.add(finding);
        }
    }
}
