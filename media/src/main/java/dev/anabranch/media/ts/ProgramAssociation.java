package dev.anabranch.media.ts;

import dev.anabranch.media.MediaFormatException;
import java.util.ArrayList;
import java.util.List;

/// The programme association table (ISO/IEC 13818-1, 2.4.4.3): on which PID each programme's map
/// lies.
///
/// @param programs without the network PID (programme 0)
record ProgramAssociation(int version, List<Program> programs) {

    static final int PID = 0;
    static final int TABLE_ID = 0x00;

    /// One programme and where its [ProgramMap] is.
    record Program(int number, int mapPid) {}

    ProgramAssociation {
        programs = List.copyOf(programs);
    }

    static ProgramAssociation parse(Section section) throws MediaFormatException {
        var programs = new ArrayList<Program>();
        for (int at = 0; at + 4 <= section.bodyBytes(); at += 4) {
            int number = section.u16(at);
            if (number != 0) {
                programs.add(new Program(number, section.u16(at + 2) & 0x1FFF));
            }
        }
        return new ProgramAssociation(section.version(), programs);
    }

    byte[] toSection() {
        var body = new byte[programs.size() * 4];
        for (int i = 0; i < programs.size(); i++) {
            Section.putU16(body, i * 4, programs.get(i).number());
            Section.putU16(body, i * 4 + 2, 0xE000 | programs.get(i).mapPid());
        }
        return Section.write(TABLE_ID, 1, version, body);
    }
}
