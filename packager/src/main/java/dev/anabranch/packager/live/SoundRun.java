package dev.anabranch.packager.live;

import dev.anabranch.media.Lease;
import dev.anabranch.media.Timescale;
import dev.anabranch.media.Track;
import dev.anabranch.media.codec.AudioConfiguration;
import dev.anabranch.media.codec.OpusConfiguration;
import java.util.Optional;
import java.util.function.Consumer;

/// Puts the frames of a sound one behind the other, as a decoder plays them whatever their times
/// say.
///
/// Times that were rounded on their way (RTMP has milliseconds) move by less than a frame. A hole
/// of a frame or more is filled with silence where the codec's is known; a frame that begins a
/// whole frame too early is dropped. So sound is never off by more than a frame, and its parts have
/// no holes. Owned by one thread.
final class SoundRun {

    /// Longer holes are left to the gap they are.
    private static final int MAX_FILLED_SECONDS = 120;

    private static final int OPUS_SILENCE_PER_SECOND = 50;

    private final Timescale clock;
    private Optional<Sample> before = Optional.empty();
    private Optional<Lease> silence = Optional.empty();
    private long frameTicks;
    private long silenceTicks;
    private long dueTicks;

    SoundRun(Timescale clock) {
        this.clock = clock;
    }

    /// Hands on what is to be heard up to the end of `sample`.
    void add(Sample sample, Consumer<Sample> out) {
        if (isNew(sample)) {
            describe(sample.format());
            dueTicks = sample.dtsTicks();
        }
        before = Optional.of(sample);
        long lasts = sample.durationTicks() > 0 ? sample.durationTicks() : frameTicks;
        if (lasts == 0) {
            out.accept(sample);
            return;
        }
        long late = sample.dtsTicks() - dueTicks;
        if (late <= -lasts) {
            sample.drop();
            return;
        }
        if (late >= lasts && !fill(sample.dtsTicks() - lasts, out)) {
            dueTicks = sample.dtsTicks();
        }
        var placed = sample.lasting(lasts, dueTicks - sample.dtsTicks());
        dueTicks += lasts;
        out.accept(placed);
    }

    /// Begins anew at `ticks`, as if a frame of this epoch had ended there.
    void resume(int epoch, long ticks) {
        if (before.isPresent() && before.get().epoch() < epoch) {
            before = Optional.of(before.get().inEpoch(epoch));
            dueTicks = ticks;
        }
    }

    /// Hands on silence until less than a frame is missing up to `ticks`.
    ///
    /// @return false when nothing is known to fill it with
    boolean fill(long ticks, Consumer<Sample> out) {
        if (before.isEmpty() || silence.isEmpty() || isTooLong(ticks - dueTicks)) {
            return false;
        }
        var like = before.get();
        while (dueTicks + silenceTicks <= ticks + silenceTicks / 2) {
            out.accept(like.replaced(silence.get(), dueTicks, silenceTicks));
            dueTicks += silenceTicks;
        }
        return true;
    }

    private boolean isTooLong(long ticks) {
        return ticks > MAX_FILLED_SECONDS * clock.ticksPerSecond();
    }

    private boolean isNew(Sample sample) {
        return before.isEmpty()
                || before.get().epoch() != sample.epoch()
                || !before.get().format().codec().decodes(sample.format().codec());
    }

    private void describe(Track format) {
        frameTicks = frameTicks(format, clock);
        boolean isOpus = format.codec() instanceof OpusConfiguration;
        silenceTicks = isOpus ? clock.ticksPerSecond() / OPUS_SILENCE_PER_SECOND : frameTicks;
        silence = silenceTicks > 0 ? Silence.of(format.codec()) : Optional.empty();
    }

    /// How long each frame is; 0 where they vary or it is no whole number of ticks.
    static long frameTicks(Track format, Timescale clock) {
        if (!(format.codec() instanceof AudioConfiguration audio)) {
            return 0;
        }
        long scaled = audio.samplesPerFrame() * clock.ticksPerSecond();
        return scaled % audio.sampleRateHz() == 0 ? scaled / audio.sampleRateHz() : 0;
    }
}
