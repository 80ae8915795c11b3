package dev.anabranch.media.mp4;

import dev.anabranch.media.ContainerPicture;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.TrackConfiguration;
import dev.anabranch.media.TrackKind;
import dev.anabranch.media.codec.CodecConfiguration;
import java.util.ArrayList;
import java.util.List;

/// `stsd`: the codec configurations a track's samples use (ISO/IEC 14496-12, 8.5.2).
///
/// @param entries at least one
record SampleDescription(List<SampleEntry> entries) {

    /// Most sample entries a track may have.
    static final int MAX_ENTRIES = 1024;

    SampleDescription {
        entries = List.copyOf(entries);
    }

    static SampleDescription parse(BoxReader box, TrackKind kind) throws MediaFormatException {
        int version = box.u8();
        box.skip(3);
        long count = box.u32();
        if (count > MAX_ENTRIES) {
            throw MediaFormatException.limit(box.where(), "sample entry count", count, MAX_ENTRIES);
        }
        var entries = new ArrayList<SampleEntry>();
        for (var next = box.child();
                next.isPresent() && entries.size() < count;
                next = box.child()) {
            entries.add(SampleEntry.parse(next.get(), kind, version));
        }
        if (entries.isEmpty()) {
            entries.add(SampleEntry.opaque("none", kind, "the sample description is empty"));
        }
        return new SampleDescription(entries);
    }

    /// Writes the box with one entry.
    static void write(BoxWriter out, CodecConfiguration codec, ContainerPicture picture) {
        int at = out.begin("stsd", 0, 0);
        out.u32(1);
        SampleEntry.write(out, codec, picture);
        out.end(at);
    }

    List<TrackConfiguration> configurations() {
        return entries.stream()
                .map(entry -> new TrackConfiguration(entry.codec(), entry.picture()))
                .toList();
    }
}
