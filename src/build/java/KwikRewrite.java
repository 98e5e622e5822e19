import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Rewrites call sites of Kwik that cannot be helped from outside, and writes the classes changed, and no others, to
 * where they come before Kwik's jar on every class path: {@code java KwikRewrite.java kwik.jar target/classes}. Each
 * site has a number of places it must be found at; when Kwik changes under it, the build fails here.
 */
public final class KwikRewrite {
    private static final String STREAM = "tech/kwik/core/stream/StreamOutputStreamImpl";
    private static final String CONNECTION = "tech/kwik/core/impl/QuicConnectionImpl";
    private static final String CLIENT = "tech/kwik/core/impl/QuicClientConnectionImpl";
    private static final String CLIENT_HELLO = "Ltech/kwik/agent15/handshake/ClientHello;";
    private static final String SENDER = "tech/kwik/core/send/SenderImpl";
    private static final String PACKET = "tech/kwik/core/packet/QuicPacket";
    private static final String SHORT_PACKET = "tech/kwik/core/packet/ShortHeaderPacket";
    private static final String PACKETS = "tech/kwik/core/packet/TurnPackets";
    private static final String ASSEMBLER = "tech/kwik/core/send/GlobalPacketAssembler";
    private static final String ASSEMBLY = "tech/kwik/core/send/TurnAssembly";
    private static final String RECOVERY = "tech/kwik/core/recovery/RecoveryManager";
    private static final String LOSSES = "tech/kwik/core/recovery/LossDetector";
    private static final String LOSS = "tech/kwik/core/recovery/TurnLoss";
    private static final String RTT = "tech/kwik/core/recovery/RttEstimator";
    private static final String CONGESTION = "tech/kwik/core/cc/AbstractCongestionController";
    private static final String RENO = "tech/kwik/core/cc/NewRenoCongestionController";
    private static final String AES = "tech/kwik/core/crypto/Aes128Gcm";
    private static final String CIPHER = "tech/kwik/core/crypto/TurnCipher";
    private static final String LISTS = "tech/kwik/core/concurrent/TurnLists";
    private static final String THIS = "this";
    private static final String TURNS = "tech/kwik/core/concurrent/TurnSeam";

    /**
     * The call sites.
     *
     * <ol>
     *   <li>A stream counts its queued send requests, and queues one when the count is 0. It counts a request up after
     *       queueing it: when the sender is faster it counts down first, sees -1, and what is left of the stream's data
     *       is not sent until something else is written. {@code queued == 0} becomes {@code queued <= 0}.
     *   <li>A stream buffers 50 KiB for a client that does not read, whatever the application does. 8 KiB are enough for a
     *       sender that never waits: what was sent and not acknowledged is kept elsewhere.
     *   <li>A connection remembers the numbers of 1024 packets, in 8 KiB, to drop what comes twice. With 128 a packet that
     *       128 later ones have overtaken is lost, as a network would.
     *   <li>A connection has three timers and a thread for callbacks; the server's come from its turn.
     *   <li>The server's connections make a sender that has no thread in a turn; what would wake its loop asks for a turn.
     *   <li>A read or write that would wait asks whether it may; so does a second probe, which Kwik sends a moment later.
     *   <li>What is done for each packet is done by methods of ours, which make no streams, no packets that stay empty and
     *       no log lines for a level that is off.
     *   <li>A client keeps its ClientHello after it has been sent, to send it again when a Retry asks for that. The Retry can
     *       be there before, and finds none; so it is kept first.
     *   <li>A connection keeps four ciphers, with what they remember of their keys 2.6 KiB. Each thread has two instead.
     *   <li>A connection looks for a class that nobody has: through all jars, in a server's class loaders a long way.
     * </ol>
     */
    private static final List<Site> SITES = List.of(
            new Site(STREAM, "scheduleSendStreamFrameRequest", 1, KwikRewrite::queueAlsoBelowZero),
            new Site("tech/kwik/core/stream/SendBuffer", "<init>", 1, KwikRewrite::bufferLess),
            new Site("tech/kwik/core/packet/DropDuplicatePacketsFilter", "<init>", 1, KwikRewrite::rememberFewer),
            new Site(CONNECTION, "<init>", 1, call("java/util/concurrent/Executors", "newScheduledThreadPool")),
            new Site(CONNECTION, "<init>", 1, call("java/util/concurrent/Executors", "newSingleThreadExecutor")),
            new Site(
                    "tech/kwik/core/impl/IdleTimer",
                    "<init>",
                    1,
                    call("java/util/concurrent/Executors", "newScheduledThreadPool")),
            new Site(
                    "tech/kwik/core/recovery/RecoveryManager",
                    "<init>",
                    1,
                    call("java/util/concurrent/Executors", "newScheduledThreadPool")),
            new Site(
                    "tech/kwik/core/recovery/RecoveryManager",
                    "repeatSend",
                    1,
                    instead("java/lang/Thread", "sleep", TURNS, "sleep", "(J)V")),
            new Site(
                    "tech/kwik/core/server/impl/ServerConnectionImpl",
                    "<init>",
                    2,
                    made(SENDER, "tech/kwik/core/send/TurnSender")),
            new Site(SENDER, "<init>", 2, made("java/lang/Thread", "tech/kwik/core/send/SenderThread")),
            new Site(SENDER, "wakeUpSenderLoop", 1, KwikRewrite::askForTurn),
            new Site(
                    "tech/kwik/core/stream/StreamInputStreamImpl",
                    "read",
                    1,
                    instead("java/lang/Object", "wait", TURNS, "awaitData", "(Ljava/lang/Object;J)V")),
            new Site(
                    "tech/kwik/core/stream/SendBuffer",
                    "write",
                    1,
                    instead(
                            "java/util/concurrent/locks/Condition",
                            "await",
                            TURNS,
                            "awaitRoom",
                            "(Ljava/util/concurrent/locks/Condition;)V")),
            new Site(CLIENT + "$1", "send", 1, KwikRewrite::keepFirst),
            new Site("tech/kwik/core/crypto/CryptoStream", "toStringSent", 1, body("tech/kwik/core/crypto/TurnCrypto")),
            new Site("tech/kwik/core/log/LogProxy", "loadImplementation", 1, body("tech/kwik/core/log/TurnLog")),
            new Site(PACKET, "isAckEliciting", 1, body(PACKETS, "frames:Ljava/util/List;")),
            new Site(PACKET, "isInflightPacket", 1, body(PACKETS, "frames:Ljava/util/List;")),
            new Site(PACKET, "isAckOnly", 1, body(PACKETS, "frames:Ljava/util/List;")),
            new Site(SHORT_PACKET, "estimateLength", 1, body(PACKETS, THIS)),
            new Site(SHORT_PACKET, "generatePacketBytes", 1, body(PACKETS, THIS)),
            new Site(
                    ASSEMBLER,
                    "assemble",
                    1,
                    instead(
                            "tech/kwik/core/send/PacketAssembler",
                            "assemble",
                            ASSEMBLY,
                            "assemble",
                            "(Ltech/kwik/core/send/PacketAssembler;II[B[B)Ljava/util/Optional;")),
            new Site(
                    ASSEMBLER,
                    "nextDelayedSendTime",
                    1,
                    body(
                            ASSEMBLY,
                            "enabledLevels:[Ltech/kwik/core/common/EncryptionLevel;",
                            "sendRequestQueue:[Ltech/kwik/core/send/SendRequestQueue;")),
            new Site(ASSEMBLER, "assemble", 2, KwikRewrite::makeNoStream),
            new Site("tech/kwik/core/frame/StreamFrame", "<init>", 3, KwikRewrite::makeNoStream),
            new Site(LOSSES, "onAckReceived", 5, KwikRewrite::makeNoStream),
            new Site(SENDER, "<init>", 2, made(RENO, "tech/kwik/core/cc/TurnCongestion")),
            new Site(SENDER, "<init>", 2, made(RECOVERY, "tech/kwik/core/recovery/TurnRecovery")),
            new Site(LOSSES, "determineNewlyAcked", 1, body(LOSS, "packetSentLog:Ljava/util/SortedMap;")),
            new Site(LOSSES, "filterInFlight", 1, body(LOSS, THIS)),
            new Site(
                    RECOVERY,
                    "ackElicitingInFlight",
                    1,
                    body(LOSS, "lossDetectors:[Ltech/kwik/core/recovery/LossDetector;")),
            new Site(
                    "tech/kwik/core/ack/AckGenerator",
                    "findLargest",
                    1,
                    body("tech/kwik/core/ack/TurnAcks", "ackSentWithPacket:Ljava/util/SortedMap;")),
            new Site(RTT, "ackReceived", 1, body(LOSS, THIS)),
            new Site(
                    "tech/kwik/core/cid/ConnectionIdManager",
                    "isActiveCid",
                    1,
                    body("tech/kwik/core/cid/TurnIds", "cidRegistry:Ltech/kwik/core/cid/SourceConnectionIdRegistry;")),
            new Site(AES, "getCipher", 1, body(CIPHER)),
            new Site(AES, "aeadEncrypt", 1, body(CIPHER, THIS)),
            new Site(AES, "createHeaderProtectionMask", 1, body(CIPHER, THIS)),
            new Site(RTT, "addSample", 1, KwikRewrite::logNothing),
            new Site(CONGESTION, "registerInFlight", 2, KwikRewrite::logNothing),
            new Site(CONGESTION, "registerAcked", 1, KwikRewrite::logNothing),
            new Site("tech/kwik/core/packet/PacketParser", "parseAndProcessPackets", 1, KwikRewrite::logNothing),
            new Site(SHORT_PACKET, "parse", 1, KwikRewrite::logNothing),
            new Site(PACKET, "parsePacketNumberAndPayload", 1, KwikRewrite::logNothing));

    private static final Map<String, String> ASKED = Map.of(
            "count", "(Ljava/util/List;Ljava/util/function/Predicate;)J",
            "anyMatch", "(Ljava/util/List;Ljava/util/function/Predicate;)Z",
            "forEach", "(Ljava/util/List;Ljava/util/function/Consumer;)V",
            "findFirst", "([Ljava/lang/Object;Ljava/util/function/Predicate;)Ljava/util/Optional;");

    private record Site(String owner, String method, int hits, Change change) {}

    private interface Change {
        /** Changes {@code instruction}, or what follows it, if it is the site. */
        boolean apply(String owner, MethodNode method, AbstractInsnNode instruction);
    }

    private static boolean queueAlsoBelowZero(String owner, MethodNode method, AbstractInsnNode instruction) {
        boolean comparison = instruction.getOpcode() == Opcodes.IFNE && readsCounter(method);
        if (comparison) {
            ((JumpInsnNode) instruction).setOpcode(Opcodes.IFGT);
        }
        return comparison;
    }

    private static boolean readsCounter(MethodNode method) {
        return Stream.of(method.instructions.toArray())
                .anyMatch(each -> each instanceof MethodInsnNode call
                        && call.owner.equals("java/util/concurrent/atomic/AtomicInteger")
                        && call.name.equals("get"));
    }

    private static boolean bufferLess(String owner, MethodNode method, AbstractInsnNode instruction) {
        boolean size = instruction instanceof LdcInsnNode constant && constant.cst.equals(50 * 1024);
        if (size) {
            ((LdcInsnNode) instruction).cst = 8 * 1024;
        }
        return size;
    }

    private static boolean rememberFewer(String owner, MethodNode method, AbstractInsnNode instruction) {
        boolean size = instruction instanceof IntInsnNode constant && constant.operand == 1024;
        if (size) {
            ((IntInsnNode) instruction).operand = 128;
        }
        return size;
    }

    /** A static method is called on {@link #TURNS} instead. */
    private static Change call(String owner, String name) {
        return (type, method, instruction) -> {
            boolean site =
                    instruction instanceof MethodInsnNode found && found.owner.equals(owner) && found.name.equals(name);
            if (site) {
                ((MethodInsnNode) instruction).owner = TURNS;
            }
            return site;
        };
    }

    /** A static method that has the object as first argument is called instead. */
    private static Change instead(String owner, String name, String other, String replacement, String descriptor) {
        return (type, method, instruction) -> {
            boolean site =
                    instruction instanceof MethodInsnNode found && found.owner.equals(owner) && found.name.equals(name);
            if (site) {
                method.instructions.set(
                        instruction, new MethodInsnNode(Opcodes.INVOKESTATIC, other, replacement, descriptor, false));
            }
            return site;
        };
    }

    /** A subclass is made instead: two instructions. */
    private static Change made(String type, String subclass) {
        return (owner, method, instruction) -> {
            if (instruction instanceof TypeInsnNode creation
                    && creation.getOpcode() == Opcodes.NEW
                    && creation.desc.equals(type)) {
                creation.desc = subclass;
                return true;
            }
            boolean constructor = instruction instanceof MethodInsnNode found
                    && found.owner.equals(type)
                    && found.name.equals("<init>");
            if (constructor) {
                ((MethodInsnNode) instruction).owner = subclass;
            }
            return constructor;
        };
    }

    /** Begins with {@code if (TurnSender.wake(this)) return;}. */
    private static boolean askForTurn(String owner, MethodNode method, AbstractInsnNode instruction) {
        boolean beginning = instruction == method.instructions.getFirst();
        if (beginning) {
            LabelNode otherwise = new LabelNode();
            InsnList question = new InsnList();
            question.add(new VarInsnNode(Opcodes.ALOAD, 0));
            question.add(new MethodInsnNode(
                    Opcodes.INVOKESTATIC, "tech/kwik/core/send/TurnSender", "wake", "(L" + SENDER + ";)Z", false));
            question.add(new JumpInsnNode(Opcodes.IFEQ, otherwise));
            question.add(new InsnNode(Opcodes.RETURN));
            question.add(otherwise);
            question.add(new FrameNode(Opcodes.F_SAME, 0, null, 0, null));
            method.instructions.insert(question);
        }
        return beginning;
    }

    /** Begins with what it ends with: {@code originalClientHello = clientHello}. */
    private static boolean keepFirst(String owner, MethodNode method, AbstractInsnNode instruction) {
        boolean beginning =
                instruction == method.instructions.getFirst() && method.desc.equals("(" + CLIENT_HELLO + ")V");
        if (beginning) {
            InsnList keep = new InsnList();
            keep.add(new VarInsnNode(Opcodes.ALOAD, 0));
            keep.add(new FieldInsnNode(Opcodes.GETFIELD, owner, "this$0", "L" + CLIENT + ";"));
            keep.add(new VarInsnNode(Opcodes.ALOAD, 1));
            keep.add(new FieldInsnNode(Opcodes.PUTFIELD, CLIENT, "originalClientHello", CLIENT_HELLO));
            method.instructions.insert(keep);
        }
        return beginning;
    }

    /**
     * A method does nothing but call the static one of its name in {@code other}, with fields of its object, or {@link
     * #THIS}, and then its own arguments.
     *
     * @param fields name and descriptor of each, with a colon between
     */
    private static Change body(String other, String... fields) {
        return (owner, method, instruction) -> {
            boolean beginning = instruction == method.instructions.getFirst();
            if (beginning) {
                replace(method, owner, other, fields);
            }
            return beginning;
        };
    }

    private static void replace(MethodNode method, String owner, String other, String... fields) {
        method.instructions.clear();
        method.tryCatchBlocks.clear();
        method.localVariables = null;
        StringBuilder parameters = new StringBuilder("(");
        for (String field : fields) {
            method.instructions.add(new VarInsnNode(Opcodes.ALOAD, 0));
            String[] named = field.split(":");
            if (!field.equals(THIS)) {
                method.instructions.add(new FieldInsnNode(Opcodes.GETFIELD, owner, named[0], named[1]));
            }
            parameters.append(field.equals(THIS) ? "L" + owner + ";" : named[1]);
        }
        int local = 1;
        for (Type argument : Type.getArgumentTypes(method.desc)) {
            method.instructions.add(new VarInsnNode(argument.getOpcode(Opcodes.ILOAD), local));
            local += argument.getSize();
        }
        parameters.append(method.desc.substring(1));
        method.instructions.add(
                new MethodInsnNode(Opcodes.INVOKESTATIC, other, method.name, parameters.toString(), false));
        method.instructions.add(new InsnNode(Type.getReturnType(method.desc).getOpcode(Opcodes.IRETURN)));
        method.maxLocals = local;
        method.maxStack = local + fields.length;
    }

    /** What is asked of a stream of a list or an array is asked of that itself: {@link #LISTS} has the same questions. */
    private static boolean makeNoStream(String owner, MethodNode method, AbstractInsnNode instruction) {
        if (!(instruction instanceof MethodInsnNode call)) {
            return false;
        }
        String asked = ASKED.get(call.name);
        boolean ofStream = call.owner.equals("java/util/stream/Stream");
        if (call.name.equals("stream") || ofStream && List.of("of", "filter").contains(call.name)) {
            method.instructions.remove(call);
            return true;
        }
        if (ofStream && asked != null) {
            method.instructions.set(call, new MethodInsnNode(Opcodes.INVOKESTATIC, LISTS, call.name, asked, false));
        }
        return ofStream && asked != null;
    }

    /** What a logger's method is called with is not put together first: an empty string takes its place. */
    private static boolean logNothing(String owner, MethodNode method, AbstractInsnNode instruction) {
        boolean text = instruction instanceof InvokeDynamicInsnNode concatenation
                && concatenation.name.equals("makeConcatWithConstants")
                && concatenation.getNext() instanceof MethodInsnNode call
                && call.owner.equals("tech/kwik/core/log/Logger")
                && List.of("debug", "cc", "decrypted").contains(call.name);
        if (text) {
            AbstractInsnNode arguments = instruction.getPrevious(); // the last of them is popped first
            for (Type argument : Type.getArgumentTypes(((InvokeDynamicInsnNode) instruction).desc)) {
                int pop = argument.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP;
                method.instructions.insert(arguments, new InsnNode(pop));
            }
            method.instructions.set(instruction, new LdcInsnNode(""));
        }
        return text;
    }

    private KwikRewrite() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("usage: java KwikRewrite.java <kwik.jar> <directory>");
        }
        try (JarFile jar = new JarFile(arguments[0])) {
            for (String owner : SITES.stream().map(Site::owner).distinct().toList()) {
                Path target = Path.of(arguments[1], owner + ".class");
                byte[] rewritten = rewrite(jar, owner);
                Files.createDirectories(target.getParent());
                Files.write(target, rewritten);
            }
        } catch (KwikChanged e) {
            System.err.println(arguments[0] + ": " + e.getMessage() + "; see src/build/java/KwikRewrite.java");
            System.exit(1);
        }
    }

    private static byte[] rewrite(JarFile jar, String owner) throws IOException {
        ClassNode type = new ClassNode();
        new ClassReader(read(jar, owner)).accept(type, 0);
        SITES.stream().filter(site -> site.owner.equals(owner)).forEach(site -> apply(site, type));
        ClassWriter writer = new ClassWriter(0);
        type.accept(writer);
        return writer.toByteArray();
    }

    private static byte[] read(JarFile jar, String owner) throws IOException {
        ZipEntry entry = jar.getEntry(owner + ".class");
        if (entry == null) {
            throw new KwikChanged("there is no class " + owner);
        }
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private static void apply(Site site, ClassNode type) {
        long hits = type.methods.stream()
                .filter(method -> method.name.equals(site.method))
                .flatMap(method -> Stream.of(method.instructions.toArray())
                        .filter(instruction -> site.change.apply(site.owner, method, instruction)))
                .count();
        if (hits != site.hits) {
            throw new KwikChanged(
                    site.owner + "." + site.method + " has " + hits + " places to rewrite, not " + site.hits);
        }
    }

    private static final class KwikChanged extends RuntimeException {
        private static final long serialVersionUID = 1L;

        KwikChanged(String message) {
            super(message);
        }
    }
}
