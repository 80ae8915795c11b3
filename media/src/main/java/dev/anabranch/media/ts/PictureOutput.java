package dev.anabranch.media.ts;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.codec.AvcConfiguration;
import dev.anabranch.media.codec.HevcConfiguration;
import dev.anabranch.media.codec.NalUnits;
import dev.anabranch.media.codec.Octets;
import dev.anabranch.media.codec.VideoConfiguration;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes samples of access units: keeps the parameter sets in the configuration, and the rest with
/// lengths before it. Owned by one thread.
final class PictureOutput {

    /// 14496-15 has 16 bits for a parameter set's length.
    private static final int MAX_PARAMETER_SET_BYTES = 0xFFFF;

    private static final int LENGTH_SIZE = 4;

    private final NalSyntax syntax;
    private final TrackOutput output;

    /// The parameter sets in force, by kind and id.
    private final Map<NalSyntax.ParameterSetKind, TreeMap<Integer, Octets>> sets =
            new EnumMap<>(NalSyntax.ParameterSetKind.class);

    private @Nullable VideoConfiguration configuration;
    private boolean hasTime;
    private long lastDts;
    private long lastPts;
    private long lastStep;
    private long damaged;

    PictureOutput(NalSyntax syntax, TrackOutput output) {
        this.syntax = syntax;
        this.output = output;
    }

    long damaged() {
        return damaged;
    }

    /// @param mark the times, or `null` for an access unit that shares a PES packet with another
    void accessUnit(List<ByteBuffer> units, StreamBuffer.@Nullable Mark mark) {
        configure(units);
        if (configuration == null || mark == null && !hasTime) {
            damaged++;
            return;
        }
        long dts = mark == null ? lastDts + lastStep : mark.dts();
        long pts = mark == null ? lastPts + lastStep : mark.pts();
        if (hasTime && dts > lastDts) {
            lastStep = dts - lastDts;
        }
        lastDts = dts;
        lastPts = pts;
        hasTime = true;
        var kept = new ArrayList<ByteBuffer>(units.size());
        for (var unit : units) {
            if (!syntax.isLeftOut(unit)) {
                kept.add(unit);
            }
        }
        output.describe(configuration);
        output.frame(
                new TrackOutput.Times(dts, pts, 0),
                isKeyframe(units),
                NalUnits.toLengthPrefixed(kept, LENGTH_SIZE));
    }

    private boolean isKeyframe(List<ByteBuffer> units) {
        try {
            return syntax.randomAccess(units).isKeyframe();
        } catch (MediaFormatException unreadable) {
            damaged++;
            return false;
        }
    }

    private void configure(List<ByteBuffer> units) {
        boolean isNew = false;
        for (var unit : units) {
            var kind = NalSyntax.ParameterSetKind.of(syntax, unit);
            if (kind == NalSyntax.ParameterSetKind.NONE
                    || unit.remaining() > MAX_PARAMETER_SET_BYTES) {
                continue;
            }
            var octets = Octets.copyOf(unit.duplicate());
            var before =
                    sets.computeIfAbsent(kind, k -> new TreeMap<>())
                            .put(ParameterSetId.of(syntax, kind, unit), octets);
            isNew |= !octets.equals(before);
        }
        if (!isNew) {
            return;
        }
        try {
            configuration = configuration();
        } catch (MediaFormatException unreadable) {
            damaged++;
        }
    }

    private VideoConfiguration configuration() throws MediaFormatException {
        var sequences = buffers(NalSyntax.ParameterSetKind.SEQUENCE);
        var pictures = buffers(NalSyntax.ParameterSetKind.PICTURE);
        if (syntax == NalSyntax.AVC) {
            return AvcConfiguration.of(sequences, pictures);
        }
        return HevcConfiguration.of(buffers(NalSyntax.ParameterSetKind.VIDEO), sequences, pictures);
    }

    private List<ByteBuffer> buffers(NalSyntax.ParameterSetKind kind) {
        var buffers = new ArrayList<ByteBuffer>();
        for (var set : sets.getOrDefault(kind, new TreeMap<>()).values()) {
            buffers.add(set.buffer());
        }
        return buffers;
    }
}
