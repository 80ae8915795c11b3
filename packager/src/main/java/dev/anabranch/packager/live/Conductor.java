package dev.anabranch.packager.live;

import dev.anabranch.media.Frame;
import dev.anabranch.media.Timestamp;
import dev.anabranch.media.Track;
import dev.anabranch.media.TrackKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Leads all tracks of a presentation through the same segments.
///
/// One track, the first video or else the first sound, says where segments end: see [Leader]. The
/// others follow: each of their samples waits until it is known on which side of a cut it lies.
/// Owned by the feeding thread.
final class Conductor implements Leader.Followers {

    /// How far a track may be behind the others before what is missing is taken to be missing.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /// Frames of a video to have before it takes over from a sound.
    private static final int TAKEOVER_FRAMES = 9;

    private final LivePolicy policy;
    private final Announcer announcer;
    private final Registry registry;
    private final Map<Integer, TrackInput> inputs = new LinkedHashMap<>();
    private final Follower follower;
    private @Nullable Leader leader;
    private @Nullable TrackInput leading;
    private @Nullable LiveTiming timing;
    private Optional<Timestamp> origin = Optional.empty();
    private Set<Integer> expected = Set.of();
    private int epoch;

    /// Where the presentation keeps what is made.
    interface Registry {
        /// @param track on the rendition's clock
        Lane open(Place place, Track track, LiveTiming timing, long spacingTicks);

        /// A segment begins in all renditions.
        void cut(Cut cut);
    }

    Conductor(LivePolicy policy, Announcer announcer, Registry registry) {
        this.policy = policy;
        this.announcer = announcer;
        this.registry = registry;
        follower = new Follower(announcer, this::breakAtNextCut);
    }

    /// See [LivePresentation#expect].
    void expect(Set<Integer> trackIds) {
        expected = Set.copyOf(trackIds);
    }

    void track(Track track) {
        if (track.kind() != TrackKind.VIDEO && track.kind() != TrackKind.AUDIO) {
            return;
        }
        var known = inputs.get(track.id());
        if (known == null) {
            var input = new TrackInput(track, name(track.kind()), announcer);
            origin.ifPresent(input::place);
            inputs.put(track.id(), input);
            return;
        }
        boolean isOther = !known.format().codec().decodes(track.codec());
        known.describe(track);
        if (isOther) {
            known.lane().ifPresent(lane -> lane.announce(known.format()));
        }
    }

    private String name(TrackKind kind) {
        long same = inputs.values().stream().filter(input -> input.kind() == kind).count();
        return (kind == TrackKind.VIDEO ? "video-" : "audio-") + (same + 1);
    }

    Optional<LiveRendition> rendition(int trackId) {
        return Optional.ofNullable(inputs.get(trackId))
                .flatMap(TrackInput::lane)
                .map(Lane::rendition);
    }

    void frame(Frame frame, Instant wallClock) {
        var input = inputs.get(frame.trackId());
        if (input == null || frame.isConfiguration()) {
            frame.close();
            return;
        }
        input.add(frame, epoch, wallClock);
        if (leader == null) {
            var patience = isExpecting() ? StartUp.EXPECTING : StartUp.PATIENCE;
            StartUp.of(policy, inputs.values(), patience, isExpecting(), false)
                    .ifPresent(this::start);
            return;
        }
        advance();
    }

    private boolean isExpecting() {
        return !inputs.keySet().containsAll(expected);
    }

    void discontinuity() {
        epoch++;
    }

    private void breakAtNextCut() {
        if (leader != null) {
            leader.breakAtNextCut();
        }
    }

    private void start(StartUp.Decision decision) {
        var input = decision.leader();
        var first = input.pending().getFirst();
        var zero = new Timestamp(Math.min(first.dtsTicks(), first.ptsTicks()), input.clock());
        origin = Optional.of(zero);
        timing = decision.timing();
        inputs.values().forEach(one -> one.place(zero));
        leading = input;
        leader = new Leader(open(input), policy, announcer, this, !first.isKeyframe());
        advance();
    }

    private Lane open(TrackInput input) {
        var lengths = java.util.Objects.requireNonNull(timing);
        var known = input.lane();
        if (known.isPresent()) {
            return known.get();
        }
        long otherwise = lengths.longestPartTicks(input.clock());
        long spacing = StartUp.spacingTicks(input, otherwise);
        var lane = registry.open(place(input), input.format(), lengths, spacing);
        input.start(lane);
        return lane;
    }

    private Place place(TrackInput input) {
        return new Place(input.name(), List.copyOf(inputs.values()).indexOf(input));
    }

    private void advance() {
        var leads = leader;
        if (leads == null || leading == null) {
            return;
        }
        takeOver(leads, leading);
        while (!leading.pending().isEmpty()) {
            leads.lead(leading.pending().removeFirst());
        }
        passWhatIsMissing(leads, leading);
        if (leads.lane().hasStarted()) {
            followAll(horizon(leads));
        }
    }

    private void followAll(@Nullable Timestamp horizon) {
        for (var input : inputs.values()) {
            if (input != leading) {
                follower.follow(input, horizon);
            }
        }
    }

    private static Timestamp horizon(Leader leads) {
        return new Timestamp(leads.lane().horizonTicks(), leads.lane().clock());
    }

    /// A video that comes later leads from its first keyframe on.
    private void takeOver(Leader leads, TrackInput from) {
        if (from.kind() == TrackKind.VIDEO) {
            return;
        }
        for (var input : inputs.values()) {
            boolean isReady =
                    input.kind() == TrackKind.VIDEO
                            && StartUp.beginsWithKeyframe(input)
                            && input.pending().size() >= TAKEOVER_FRAMES;
            if (isReady) {
                while (!from.pending().isEmpty()) {
                    leads.lead(from.pending().removeFirst());
                }
                input.cuts().clear();
                leading = input;
                leads.handOver(open(input));
                return;
            }
        }
    }

    @Override
    public boolean isJoining(Timestamp at) {
        return inputs.values().stream().anyMatch(input -> joins(input, at));
    }

    @Override
    public void cut(Cut cut) {
        registry.cut(cut);
        for (var input : inputs.values()) {
            if (input == leading) {
                continue;
            }
            if (joins(input, cut.at())) {
                open(input);
                input.cuts().clear();
            }
            if (input.lane().isPresent()) {
                input.cuts().add(cut);
            }
        }
    }

    /// Whether a track is to begin at a cut here: its samples of that time are there, or will come.
    private boolean joins(TrackInput input, Timestamp at) {
        boolean isLed = input == leading || leading != null && isVideoBeforeSound(input);
        boolean isNew = input.lane().isEmpty();
        return !isLed && isNew && input.newest().filter(newest -> isNear(newest, at)).isPresent();
    }

    /// A video does not follow a sound: it takes over.
    private boolean isVideoBeforeSound(TrackInput input) {
        return leading != null
                && leading.kind() == TrackKind.AUDIO
                && input.kind() == TrackKind.VIDEO;
    }

    private static boolean isNear(Timestamp newest, Timestamp at) {
        return newest.plus(newest.timescale().ticks(PATIENCE)).compareTo(at) >= 0;
    }

    /// A track that stays away holds up nobody.
    private void passWhatIsMissing(Leader leads, TrackInput leadingInput) {
        var newest =
                inputs.values().stream()
                        .filter(input -> input.lane().isPresent())
                        .flatMap(input -> input.newest().stream())
                        .max(Comparator.naturalOrder());
        if (newest.isEmpty() || !leads.lane().hasStarted()) {
            return;
        }
        if (leads.lane().epoch() != epoch) {
            beginWithout(leads, leadingInput, newest.get(), PATIENCE);
            return;
        }
        if (isLate(leads.lane(), newest.get())) {
            leads.pass(due(leads.lane(), newest.get()));
        }
        for (var input : inputs.values()) {
            var lane = input.lane().filter(Lane::hasStarted);
            if (input != leadingInput
                    && lane.isPresent()
                    && input.pending().isEmpty()
                    && isLate(lane.get(), newest.get())) {
                follower.pass(input, horizon(leads), due(lane.get(), newest.get()));
            }
        }
    }

    /// Where others have waited too long for a leader that has nothing in a new timeline.
    private void beginWithout(
            Leader leads, TrackInput leadingInput, Timestamp newest, Duration patience) {
        for (var input : inputs.values()) {
            var first = input.pending().stream().filter(one -> one.epoch() == epoch).findFirst();
            if (input == leadingInput || input.lane().isEmpty() || first.isEmpty()) {
                continue;
            }
            var at = new Timestamp(first.get().ptsTicks(), input.clock());
            if (patience.isZero() || !isNear(at, newest)) {
                leads.breakWithout(first.get(), at);
                return;
            }
        }
    }

    /// Nothing more comes to wait for: what has waited for the leader gets segments of its own.
    private void passTheRest(Leader leads, TrackInput leadingInput) {
        var newest =
                inputs.values().stream()
                        .filter(input -> input.lane().isPresent() && !input.pending().isEmpty())
                        .flatMap(input -> input.newest().stream())
                        .max(Comparator.naturalOrder());
        if (newest.isEmpty() || !leads.lane().hasStarted()) {
            return;
        }
        if (leads.lane().epoch() != epoch) {
            beginWithout(leads, leadingInput, newest.get(), Duration.ZERO);
        }
        var lane = leads.lane();
        long until = newest.get().on(lane.clock()).ticks();
        if (lane.isTooLate(until - lane.delayTicks())) {
            leads.pass(until);
        }
    }

    private static boolean isLate(Lane lane, Timestamp newest) {
        return lane.nextTicks() < due(lane, newest);
    }

    private static long due(Lane lane, Timestamp newest) {
        return newest.on(lane.clock()).ticks() - lane.clock().ticks(PATIENCE);
    }

    void end() {
        if (leader == null) {
            StartUp.of(policy, inputs.values(), StartUp.PATIENCE, false, true)
                    .ifPresent(this::start);
        }
        if (leader != null && leading != null) {
            passTheRest(leader, leading);
            leader.end();
            followAll(null);
        }
        for (var input : inputs.values()) {
            if (input != leading) {
                input.lane().filter(Lane::hasStarted).ifPresent(Lane::complete);
            }
        }
        drop();
    }

    /// Gives back all frames that wait.
    void drop() {
        inputs.values().forEach(TrackInput::drop);
    }
}
