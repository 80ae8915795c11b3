package dev.anabranch.media.ts;

import dev.anabranch.media.MediaFormatException;
import dev.anabranch.media.codec.OpaqueConfiguration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The programmes of a stream and their elementary streams, as the tables in force say them. Owned
/// by one thread.
final class Programs {

    /// Programmes whose maps are followed; multiplexes on air have some 20.
    static final int MAX_PROGRAMS = 64;

    /// Elementary streams that are read at once; each has a buffer. Further ones are left alone.
    static final int MAX_STREAMS = 256;

    private final Queue<StreamEvent> events;
    private final Timeline timeline = new Timeline();
    private final Map<Integer, SectionAssembler> sections = new HashMap<>();
    private final Map<Integer, PesAssembler> streams = new HashMap<>();

    /// By programme number.
    private final Map<Integer, ProgramMap> maps = new HashMap<>();

    private long broken;
    private long retiredDropped;
    private long retiredDamaged;

    Programs(Queue<StreamEvent> events) {
        this.events = events;
        sections.put(ProgramAssociation.PID, new SectionAssembler(this::table));
    }

    /// Whether any programme's streams are known.
    boolean hasMap() {
        return !maps.isEmpty();
    }

    @Nullable SectionAssembler sections(int pid) {
        return sections.get(pid);
    }

    @Nullable PesAssembler stream(int pid) {
        return streams.get(pid);
    }

    /// The clock of some programme stands at these 33 bits.
    void clock(long ticks) {
        timeline.clock(ticks);
    }

    /// Nothing that comes continues what was: gives out what waits.
    void end() {
        sections.values().forEach(SectionAssembler::lose);
        streams.values().forEach(PesAssembler::end);
    }

    long brokenSections() {
        return broken + sections.values().stream().mapToLong(SectionAssembler::broken).sum();
    }

    long droppedPesPackets() {
        return retiredDropped + streams.values().stream().mapToLong(PesAssembler::dropped).sum();
    }

    long damagedFrames() {
        return retiredDamaged
                + streams.values().stream().mapToLong(s -> s.reader().damaged()).sum();
    }

    private void table(Section section) {
        boolean isUsable = section.hasLongHeader() && section.isCurrent();
        try {
            if (isUsable && section.tableId() == ProgramAssociation.TABLE_ID) {
                associate(ProgramAssociation.parse(section));
            } else if (isUsable && section.tableId() == ProgramMap.TABLE_ID) {
                map(ProgramMap.parse(section));
            }
        } catch (MediaFormatException malformed) {
            broken++;
        }
    }

    private void associate(ProgramAssociation association) {
        for (var program : association.programs()) {
            boolean isFree = !streams.containsKey(program.mapPid());
            if (isFree && sections.size() <= MAX_PROGRAMS) {
                sections.computeIfAbsent(program.mapPid(), p -> new SectionAssembler(this::table));
            }
        }
    }

    private void map(ProgramMap map) {
        var before = maps.get(map.number());
        if (before == null && maps.size() >= MAX_PROGRAMS) {
            return;
        }
        maps.put(map.number(), map);
        var kept = new HashSet<Integer>();
        for (var stream : map.streams()) {
            if (before != null && before.has(stream.pid(), stream.type())) {
                kept.add(stream.pid());
            }
        }
        if (before != null) {
            retire(before, kept);
        }
        for (var stream : map.streams()) {
            boolean isKnown =
                    streams.containsKey(stream.pid()) || sections.containsKey(stream.pid());
            if (!isKnown) {
                open(stream);
            }
        }
    }

    private void retire(ProgramMap before, Set<Integer> kept) {
        for (var stream : before.streams()) {
            if (kept.contains(stream.pid())) {
                continue;
            }
            var assembler = streams.remove(stream.pid());
            if (assembler != null) {
                assembler.end();
                retiredDropped += assembler.dropped();
                retiredDamaged += assembler.reader().damaged();
            }
            var tables = sections.get(stream.pid());
            if (tables != null && stream.type() == StreamType.SCTE35) {
                broken += tables.broken();
                sections.remove(stream.pid());
            }
            events.add(new StreamEvent.TrackEnded(stream.pid()));
        }
    }

    private void open(ProgramMap.ElementaryStream stream) {
        if (stream.pid() == 0 || streams.size() + sections.size() >= MAX_STREAMS) {
            return;
        }
        var output = new TrackOutput(stream.pid(), stream.language(), events);
        var type = stream.type();
        if (type == StreamType.SCTE35) {
            output.describe(opaque(type, "splice information sections, as METADATA frames"));
            sections.put(stream.pid(), new SectionAssembler(section -> cue(section, output)));
            return;
        }
        streams.put(stream.pid(), new PesAssembler(reader(stream, output), timeline));
    }

    /// A splice information section holds for the moment it arrives, unless it says another.
    private void cue(Section section, TrackOutput output) {
        if (!section.isIntact()) {
            broken++;
            return;
        }
        long now = timeline.now();
        output.frame(new TrackOutput.Times(now, now, 0), true, section.bytes());
    }

    private static ElementaryReader reader(ProgramMap.ElementaryStream stream, TrackOutput output) {
        var type = stream.type();
        return switch (type) {
            case H264 -> new VideoReader(NalSyntax.AVC, output);
            case HEVC -> new VideoReader(NalSyntax.HEVC, output);
            case AAC_ADTS -> new AudioReader(AudioSyntax.ADTS, output);
            case MPEG1_AUDIO, MPEG2_AUDIO -> new AudioReader(AudioSyntax.MPEG, output);
            case AC3, EAC3 -> new AudioReader(AudioSyntax.DOLBY, output);
            case OPUS -> opus(stream, output);
            case ID3 -> {
                output.describe(opaque(type, "timed ID3 tags, as METADATA frames"));
                yield new MetadataReader(output);
            }
            case MPEG1_VIDEO, MPEG2_VIDEO, MPEG4_VIDEO, VVC, AAC_LATM, DTS, SCTE35 ->
                    ignored(output, type, "streams of " + type + " are not read");
            case PRIVATE_SECTIONS, PRIVATE_DATA, OTHER ->
                    ignored(
                            output,
                            type,
                            "stream type " + stream.streamTypeCode() + " is not read");
        };
    }

    private static ElementaryReader opus(ProgramMap.ElementaryStream stream, TrackOutput output) {
        var configuration = OpusReader.configuration(stream.descriptors());
        if (configuration.isEmpty()) {
            return ignored(output, StreamType.OPUS, "the Opus channel layout is not known");
        }
        output.describe(configuration.get());
        return new OpusReader(output);
    }

    private static ElementaryReader ignored(TrackOutput output, StreamType type, String reason) {
        output.describe(opaque(type, reason));
        return new ElementaryReader.Ignored();
    }

    private static OpaqueConfiguration opaque(StreamType type, String reason) {
        return new OpaqueConfiguration(type.kind(), type.sampleEntry(), reason);
    }
}
