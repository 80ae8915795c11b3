package dev.anabranch.bench;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/// What the JVM of a server says of itself while this is open. Its management agent takes some
/// memory and threads there, so it is to be opened before anything is compared.
final class Jvm implements AutoCloseable {

    private final JMXConnector connector;

    private Jvm(JMXConnector connector) {
        this.connector = connector;
    }

    @SuppressWarnings("BanJNDI") // the address comes from a process that we have started
    static Jvm of(long processId) throws IOException {
        try {
            var machine = VirtualMachine.attach(Long.toString(processId));
            try {
                var address = new JMXServiceURL(machine.startLocalManagementAgent());
                return new Jvm(JMXConnectorFactory.connect(address));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException("no JVM to look into: " + processId, e);
        }
    }

    /// What a server holds after its garbage has been collected.
    ///
    /// @param residentBytes of memory
    /// @param directBytes outside the heap that the JVM keeps account of: frame logs and segments
    /// @param heapBytes in use
    record Footprint(
            long residentBytes, long directBytes, long heapBytes, long threads, long files) {}

    /// Collects the garbage first.
    Footprint footprint(Server server) throws IOException {
        try {
            var beans = connector.getMBeanServerConnection();
            beans.invoke(new ObjectName("java.lang:type=Memory"), "gc", null, null);
            var heap =
                    (javax.management.openmbean.CompositeData)
                            beans.getAttribute(
                                    new ObjectName("java.lang:type=Memory"), "HeapMemoryUsage");
            var direct =
                    beans.getAttribute(
                            new ObjectName("java.nio:type=BufferPool,name=direct"), "MemoryUsed");
            var process = server.footprint();
            return new Footprint(
                    process.residentBytes(),
                    (Long) direct,
                    (Long) heap.get("used"),
                    process.threads(),
                    process.files());
        } catch (JMException e) {
            throw new IOException("the JVM does not say what it holds", e);
        }
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
