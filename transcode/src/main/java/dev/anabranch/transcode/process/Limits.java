package dev.anabranch.transcode.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What a run may take of the machine.
///
/// @param threads of each encoder; 0 for as many as it likes
/// @param niceness added to that of this process, 0 to 19
/// @param memoryBytes of address space of the child, 0 for no limit
/// @param time the longest a run may last, from the start of its program; it is killed then. What
///   precedes it, such as looking at the source, does not count
public record Limits(int threads, int niceness, long memoryBytes, Duration time) {

    /// A day, and as much of the machine as it likes.
    public static final Limits NONE = new Limits(0, 0, 0, Duration.ofDays(1));

    public Limits {
        if (threads < 0 || niceness < 0 || niceness > 19 || memoryBytes < 0) {
            throw new IllegalArgumentException(
                    "threads=" + threads + " niceness=" + niceness + " memoryBytes=" + memoryBytes);
        }
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException("time=" + time);
        }
    }

    Limits withTime(Duration longest) {
        return new Limits(threads, niceness, memoryBytes, longest);
    }

    /// A command that sets what can be set for a process from outside, then becomes `command`.
    public List<String> wrapped(List<String> command) {
        if (niceness == 0 && memoryBytes == 0) {
            return command;
        }
        var script = new StringBuilder();
        if (memoryBytes > 0) {
            script.append("ulimit -v ").append(memoryBytes / 1024).append(" && ");
        }
        script.append("exec ");
        if (niceness > 0) {
            script.append("nice -n ").append(niceness).append(' ');
        }
        script.append("\"$@\"");
        var wrapped = new ArrayList<>(List.of("/bin/sh", "-c", script.toString(), "sh"));
        wrapped.addAll(command);
        return wrapped;
    }
}
