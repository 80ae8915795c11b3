package dev.anabranch.media.ts;

import dev.anabranch.media.MediaFormatException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// The programme map table (ISO/IEC 13818-1, 2.4.4.8): the elementary streams of one programme, and
/// which PID carries its clock.
///
/// @param clockPid the PCR PID, 0x1FFF when there is none
record ProgramMap(
        int number,
        int version,
        int clockPid,
        List<Descriptor> descriptors,
        List<ElementaryStream> streams) {

    static final int TABLE_ID = 0x02;

    /// More streams than any broadcast programme has; a section could name 200 of 5 bytes each.
    static final int MAX_STREAMS = 256;

    ProgramMap {
        descriptors = List.copyOf(descriptors);
        streams = List.copyOf(streams);
    }

    /// @param streamTypeCode the byte as it stands; [#type] explains it
    record ElementaryStream(int streamTypeCode, int pid, List<Descriptor> descriptors) {

        ElementaryStream {
            descriptors = List.copyOf(descriptors);
        }

        /// A BCP 47 tag, `und` when the descriptors name none.
        String language() {
            for (var descriptor : descriptors) {
                var code = descriptor.languageCode();
                if (code.isPresent()) {
                    return code.get();
                }
            }
            return "und";
        }

        /// The stream type, with private data explained by its descriptors.
        StreamType type() {
            var type = StreamType.of(streamTypeCode);
            if (type != StreamType.PRIVATE_DATA) {
                return type;
            }
            for (var descriptor : descriptors) {
                var told = descriptor.explains();
                if (told != StreamType.OTHER) {
                    return told;
                }
            }
            return type;
        }
    }

    boolean has(int pid, StreamType type) {
        for (var stream : streams) {
            if (stream.pid() == pid && stream.type() == type) {
                return true;
            }
        }
        return false;
    }

    static ProgramMap parse(Section section) throws MediaFormatException {
        int clockPid = section.u16(0) & 0x1FFF;
        int at = 4 + (section.u16(2) & 0xFFF);
        var program = Descriptor.parseAll(section, 4, at);
        var streams = new ArrayList<ElementaryStream>();
        while (at + 5 <= section.bodyBytes() && streams.size() < MAX_STREAMS) {
            int end = at + 5 + (section.u16(at + 3) & 0xFFF);
            var descriptors = Descriptor.parseAll(section, at + 5, end);
            int pid = section.u16(at + 1) & 0x1FFF;
            streams.add(new ElementaryStream(section.u8(at), pid, descriptors));
            at = end;
        }
        return new ProgramMap(
                section.tableIdExtension(), section.version(), clockPid, program, streams);
    }

    byte[] toSection() {
        var body = new ByteArrayOutputStream();
        putU16(body, 0xE000 | clockPid);
        putDescriptors(body, descriptors);
        for (var stream : streams) {
            body.write(stream.streamTypeCode());
            putU16(body, 0xE000 | stream.pid());
            putDescriptors(body, stream.descriptors());
        }
        return Section.write(TABLE_ID, number, version, body.toByteArray());
    }

    private static void putDescriptors(ByteArrayOutputStream out, List<Descriptor> descriptors) {
        int length = 0;
        for (var descriptor : descriptors) {
            length += 2 + descriptor.content().length;
        }
        putU16(out, 0xF000 | length);
        for (var descriptor : descriptors) {
            out.write(descriptor.tag());
            out.write(descriptor.content().length);
            out.writeBytes(descriptor.content());
        }
    }

    private static void putU16(ByteArrayOutputStream out, int value) {
        out.write(value >> 8);
        out.write(value);
    }
}
