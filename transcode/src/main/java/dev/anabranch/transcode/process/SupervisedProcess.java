package dev.anabranch.transcode.process;

import dev.anabranch.transcode.process.ProgramException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/// A child process that does not outlive its time, whoever started it, or this JVM.
///
/// The whole tree is killed when the time is over, on [#close], and when the JVM exits; what the
/// child leaves behind is killed when it ends itself ([ProcessTree]). A JVM that is killed outright
/// cannot do that: a child whose input or output is a pipe to it then ends by itself, so give it at
/// least one. The caller must read [#output] when the child writes there; its error stream is read
/// here, and the end of it is kept for messages. Safe for use by many threads.
public final class SupervisedProcess implements AutoCloseable {

    private static final long REAP_SECONDS = 5;
    private static final int MAX_LINES = 12;
    private static final long MIB = 1 << 20;

    /// Which object of ffmpeg says it, and where that lies in memory: nothing for a person.
    public static final Pattern ORIGIN =
            Pattern.compile("(?m)^(?:\\[[^\\]\\n]* @ 0x[0-9a-f]+\\] ?)+");

    /// How programs and their libraries say that there is no more memory for them.
    private static final Pattern NO_MEMORY =
            Pattern.compile(
                    "(?i)cannot allocate memory|out of memory|failed to map segment"
                            + "|resource temporarily unavailable"
                            + "|malloc of size \\d+ failed|memory allocation fail"
                            + "|insufficient resources|bad_alloc|RequestMemory\\w* failed"
                            + "|failed to allocate");

    private static final Set<SupervisedProcess> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> RUNNING.forEach(SupervisedProcess::killTree), "reaper"));
    }

    private final String name;
    private final Limits limits;
    private final Process process;
    private final ProcessTree tree;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final Tail errors;
    private volatile boolean isOverdue;
    private volatile Duration stalled = Duration.ZERO;
    private volatile boolean isClosed;

    private SupervisedProcess(String name, Process process, ProcessTree tree, Limits limits) {
        this.name = name;
        this.limits = limits;
        this.process = process;
        this.tree = tree;
        this.errors = Tail.of(process.getErrorStream());
        RUNNING.add(this);
        Thread.ofVirtual().name(name + "-watchdog").start(() -> watch(limits.time()));
    }

    /// Starts `command`.
    ///
    /// @param environment added to what this process has
    /// @param limit the longest it may live; more than zero
    /// @throws ProgramException of the kind [Kind#MISSING] when it cannot be started
    public static SupervisedProcess start(
            List<String> command, Map<String, String> environment, Duration limit)
            throws ProgramException {
        var name = String.valueOf(Path.of(command.getFirst()).getFileName());
        return start(name, command, environment, Limits.NONE.withTime(limit));
    }

    /// Starts `command`, which sets the `limits` of memory and priority itself ([Limits#wrapped]).
    ///
    /// @param name for messages: of the program that it comes to, not of the shell before it
    public static SupervisedProcess start(
            String name, List<String> command, Map<String, String> environment, Limits limits)
            throws ProgramException {
        var builder = new ProcessBuilder(command);
        var tree = new ProcessTree();
        builder.environment().putAll(environment);
        builder.environment().putAll(tree.environment());
        try {
            return new SupervisedProcess(name, builder.start(), tree, limits);
        } catch (IOException absent) {
            throw new ProgramException(
                    Kind.MISSING, command.getFirst() + " cannot be run: " + absent.getMessage());
        }
    }

    /// What the child reads; closing it tells the child that there is no more.
    public OutputStream input() {
        return process.getOutputStream();
    }

    /// What the child writes.
    public InputStream output() {
        return process.getInputStream();
    }

    /// All that it writes, up to `longestBytes`. An interruption is heeded at once, whatever the
    /// child does: [#close] then kills it, and so ends the reading.
    public byte[] read(int longestBytes) throws IOException, InterruptedException {
        var reading = new FutureTask<>(() -> output().readNBytes(longestBytes));
        Thread.ofPlatform().daemon().name(name + "-output").start(reading);
        try {
            return reading.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException broken
                    ? broken
                    : new IOException(failed.getCause());
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /// The last lines of its error stream so far.
    public String errorTail() {
        return errors.text();
    }

    /// Waits until it has ended, however, and nothing that it has started lives.
    public void awaitExit() throws InterruptedException {
        var _ = process.waitFor();
        awaitGone();
    }

    /// Waits until it has ended, but not for longer than `longest`.
    ///
    /// @return whether it has
    public boolean awaitExit(Duration longest) throws InterruptedException {
        return process.waitFor(longest.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// What it and its children that live have used of processors; empty where the system does not
    /// tell.
    public Optional<Duration> processorTime() {
        return process.info()
                .totalCpuDuration()
                .map(own ->
                        process.descendants()
                                .flatMap(child -> child.info().totalCpuDuration().stream())
                                .reduce(own, Duration::plus));
    }

    /// Kills it because it has done nothing for `time`.
    public void endStalled(Duration time) {
        if (process.isAlive()) {
            stalled = time;
            killTree();
        }
    }

    private void awaitGone() throws InterruptedException {
        try {
            gone.get(REAP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException busy) {
            // The machine is: what is left is killed all the same.
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        }
    }

    /// Whether it was killed by [#close].
    public boolean isClosed() {
        return isClosed;
    }

    /// Waits until it has ended.
    ///
    /// @throws ProgramException when it did not end by itself with status 0
    public void await() throws ProgramException, InterruptedException {
        int status = process.waitFor();
        awaitGone();
        errors.awaitEnd();
        if (isOverdue) {
            throw failure(Kind.TIMED_OUT, " was killed: its time was over");
        }
        if (!stalled.isZero()) {
            throw failure(
                    Kind.STALLED,
                    " was killed: for %s s it had made nothing and used no processor time"
                            .formatted(
                                    BigDecimal.valueOf(stalled.toMillis(), 3)
                                            .stripTrailingZeros()
                                            .toPlainString()));
        }
        if (isClosed) {
            throw failure(Kind.CANCELLED, " was stopped");
        }
        if (isShortOfMemory(errors.text())) {
            throw failure(Kind.OUT_OF_MEMORY, memoryWords());
        }
        if (status != 0) {
            throw ProgramException.failed(status, words(" failed with status " + status));
        }
    }

    /// Kills what still runs and waits, at most some seconds, until it is gone.
    @Override
    public void close() {
        if (process.isAlive()) {
            isClosed = true;
            killTree();
        }
        try {
            if (process.waitFor(REAP_SECONDS, TimeUnit.SECONDS)) {
                awaitGone();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// On a thread of its own: [Process#onExit] answers on the common pool, which may have no
    /// thread to spare for as long as whoever embeds this likes.
    private void watch(Duration limit) {
        try {
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                isOverdue = true;
                killTree();
                var _ = process.waitFor();
            }
            clear();
            gone.complete(null);
        } catch (InterruptedException | RuntimeException failed) {
            gone.completeExceptionally(failed);
        }
    }

    private void killTree() {
        tree.kill(process);
    }

    /// Once it has ended: what it has left could hold the pipes and sockets open for ever.
    private void clear() {
        killTree();
        RUNNING.remove(this);
    }

    /// Whether the limit was met, by what the program `said`. ffmpeg then may end with status 0 and
    /// what it had made till then.
    public boolean isShortOfMemory(String said) {
        return limits.memoryBytes() > 0 && NO_MEMORY.matcher(said).find();
    }

    /// What follows the program's name when it was.
    public String memoryWords() {
        return " had too little memory: the limit is %d MiB".formatted(limits.memoryBytes() / MIB);
    }

    private ProgramException failure(Kind kind, String what) {
        return new ProgramException(kind, words(what));
    }

    private String words(String what) {
        var tail = lastWords(ORIGIN.matcher(errors.text()).replaceAll(""));
        return name + what + (tail.isEmpty() ? "" : System.lineSeparator() + tail);
    }

    /// The last lines, without those that say what one before them has said.
    private static String lastWords(String text) {
        var lines = text.lines().filter(line -> !line.isBlank()).distinct().toList();
        int first = Math.max(0, lines.size() - MAX_LINES);
        return String.join(System.lineSeparator(), lines.subList(first, lines.size()));
    }
}
