package dev.anabranch.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/// What the JVM lets lie outside its heap.
final class OffHeap {

    private static final String BOUND = "MaxDirectMemorySize";

    private OffHeap() {}

    /// The bound: `-XX:MaxDirectMemorySize`, which the launcher sets, or else as much as the heap
    /// may have.
    static long maximumBytes() {
        var jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        long said = jvm == null ? 0 : Long.parseLong(jvm.getVMOption(BOUND).getValue());
        return said > 0 ? said : Runtime.getRuntime().maxMemory();
    }

    /// How much of it frames may take together: at most half. Segments need about as much, and
    /// sockets something; a publisher that finds no room loses pictures, everything else would lose
    /// its connection.
    ///
    /// @param wantedBytes where there is more than enough
    static long forFrames(long wantedBytes) {
        return Math.min(wantedBytes, maximumBytes() / 2);
    }
}
