package net.tensamin.omega.siege;

import com.sun.management.OperatingSystemMXBean;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What a server's process holds and uses, asked over JMX. */
final class ServerMemory implements AutoCloseable {
    private static final long MIB = 1 << 20;

    private final long process;
    private final JMXConnector connector;
    private final MBeanServerConnection beans;
    private final MemoryMXBean memory;
    private final BufferPoolMXBean direct;
    private final OperatingSystemMXBean system;

    private ServerMemory(long process, JMXConnector connector) throws IOException {
        this.process = process;
        this.connector = connector;
        beans = connector.getMBeanServerConnection();
        memory = ManagementFactory.newPlatformMXBeanProxy(
                beans, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
        direct = ManagementFactory.newPlatformMXBeanProxy(
                beans, "java.nio:type=BufferPool,name=direct", BufferPoolMXBean.class);
        system = ManagementFactory.newPlatformMXBeanProxy(
                beans, ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME, OperatingSystemMXBean.class);
    }

    static ServerMemory of(long process) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(process));
        try {
            JMXServiceURL address = new JMXServiceURL(machine.startLocalManagementAgent());
            return new ServerMemory(process, JMXConnectorFactory.connect(address));
        } finally {
            machine.detach();
        }
    }

    /**
     * In MiB.
     *
     * @param heap what lives after a collection
     * @param resident of the process; 0 where the system does not tell
     */
    record Held(long heap, long direct, long resident) {}

    Held afterCollection() throws IOException {
        memory.gc();
        return new Held(memory.getHeapMemoryUsage().getUsed() / MIB, direct.getMemoryUsed() / MIB, resident());
    }

    /** That the process has used since its start. */
    Duration processorTime() {
        return Duration.ofNanos(system.getProcessCpuTime());
    }

    /** What lives, by class, largest first; collects before. */
    String histogram() throws IOException {
        try {
            ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
            return (String) beans.invoke(
                    commands, "gcClassHistogram", new Object[] {new String[0]}, new String[] {String[].class.getName()
                    });
        } catch (JMException e) {
            throw new IOException(e);
        }
    }

    private long resident() throws IOException {
        Path status = Path.of("/proc", Long.toString(process), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(kib -> Long.parseLong(kib) / 1024)
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            System.getLogger(ServerMemory.class.getName()).log(Level.DEBUG, "the server had ended before", e);
        }
    }
}
