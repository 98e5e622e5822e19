package net.tensamin.omega.testing;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.quic.BoringSSLContextOption;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicClosedChannelException;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.util.concurrent.Future;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * An independent QUIC client (quiche and BoringSSL). With TLS 1.3 a client may believe that it is connected before the
 * server refuses it: only an answer, or {@link #awaitClose}, tells.
 *
 * <pre>{@code
 * try (QuicheClient client = QuicheClient.connect(address, authority.certificate(), device)) {
 *     QuicheClient.Stream stream = client.openStream();
 *     stream.send("{...}");
 *     String answer = stream.awaitLine();
 * }
 * }</pre>
 */
public final class QuicheClient implements AutoCloseable {
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final int WINDOW = 1 << 18;
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final CompletableFuture<Close> close = new CompletableFuture<>();
    private QuicChannel channel;
    private Throwable failure;

    private QuicheClient() {}

    /** How the server ended the connection. */
    public record Close(boolean application, long error, String reason) {
        private static final int CRYPTO_ERROR = 0x100; // RFC 9000 §20.1

        /** The TLS alert, when the handshake was refused with one. */
        public Optional<Integer> alert() {
            boolean alert = !application && error >= CRYPTO_ERROR && error < 2 * CRYPTO_ERROR;
            return alert ? Optional.of((int) error - CRYPTO_ERROR) : Optional.empty();
        }
    }

    /** Connects with ALPN {@code tauri}; returns also when the server refused. */
    public static QuicheClient connect(InetSocketAddress server, X509Certificate serverAuthority, TestIdentity self) {
        return connect(server, serverAuthority, self, "tauri");
    }

    /** @param window bytes that the server may send on a stream before this client reads */
    public static QuicheClient connect(
            InetSocketAddress server, X509Certificate serverAuthority, TestIdentity self, int window) {
        return connect(server, serverAuthority, self, "tauri", window, IDLE);
    }

    /** @param idle after how long a silence this client gives up, which it does not keep off by itself */
    public static QuicheClient connect(
            InetSocketAddress server, X509Certificate serverAuthority, TestIdentity self, Duration idle) {
        return connect(server, serverAuthority, self, "tauri", WINDOW, idle);
    }

    /** @param self the client's certificate, or null for none */
    public static QuicheClient connect(
            InetSocketAddress server, X509Certificate serverAuthority, TestIdentity self, String protocol) {
        return connect(server, serverAuthority, self, protocol, WINDOW, IDLE);
    }

    /** @param groups for the key exchange, as BoringSSL names them; it sends a share of the first */
    public static QuicheClient connect(
            InetSocketAddress server, X509Certificate serverAuthority, TestIdentity self, List<String> groups) {
        return connect(
                server,
                self,
                WINDOW,
                IDLE,
                client(serverAuthority, "tauri").option(BoringSSLContextOption.GROUPS, groups.toArray(String[]::new)));
    }

    private static QuicheClient connect(
            InetSocketAddress server,
            X509Certificate serverAuthority,
            TestIdentity self,
            String protocol,
            int window,
            Duration idle) {
        return connect(server, self, window, idle, client(serverAuthority, protocol));
    }

    private static QuicSslContextBuilder client(X509Certificate serverAuthority, String protocol) {
        return QuicSslContextBuilder.forClient()
                .endpointIdentificationAlgorithm(null)
                .trustManager(serverAuthority)
                .applicationProtocols(protocol);
    }

    private static QuicheClient connect(
            InetSocketAddress server, TestIdentity self, int window, Duration idle, QuicSslContextBuilder tls) {
        QuicheClient client = new QuicheClient();
        if (self != null) {
            tls.keyManager(new OneKey(self), null);
        }
        try {
            client.open(server, tls, window, idle);
        } catch (InterruptedException e) {
            client.close();
            throw new IllegalStateException(e);
        }
        return client;
    }

    private void open(InetSocketAddress server, QuicSslContextBuilder tls, int window, Duration idle)
            throws InterruptedException {
        Channel socket = new Bootstrap()
                .group(group)
                .channel(NioDatagramChannel.class)
                .handler(new QuicClientCodecBuilder()
                        .sslContext(tls.build())
                        .maxIdleTimeout(idle.toMillis(), TimeUnit.MILLISECONDS)
                        .initialMaxData(1 << 20)
                        .initialMaxStreamDataBidirectionalLocal(window)
                        .build())
                .bind(0)
                .sync()
                .channel();
        Future<QuicChannel> connected = QuicChannel.newBootstrap(socket)
                .handler(new CloseListener())
                .remoteAddress(server)
                .connect();
        connected.await(Patience.BOUND.toMillis());
        if (connected.isSuccess()) {
            channel = connected.getNow();
        } else if (connected.cause() instanceof QuicClosedChannelException refused && refused.event() != null) {
            close.complete(read(refused.event()));
        } else {
            failure = connected.cause();
        }
    }

    public Stream openStream() {
        if (channel == null) {
            throw new IllegalStateException("not connected: " + close.getNow(null), failure);
        }
        Stream stream = new Stream();
        Future<QuicStreamChannel> opened = channel.createStream(QuicStreamType.BIDIRECTIONAL, stream.receiver);
        opened.awaitUninterruptibly(Patience.BOUND.toMillis());
        if (!opened.isSuccess()) {
            throw new IllegalStateException("no stream, close: " + close.getNow(null), opened.cause());
        }
        stream.channel = opened.getNow();
        return stream;
    }

    /** Whether the server lets this client open another stream now. */
    public boolean mayOpenStream() {
        return channel.peerAllowedStreams(QuicStreamType.BIDIRECTIONAL) > 0;
    }

    /** Sends a line on a new stream, if the connection is open for long enough. */
    public void trySend(String line) {
        Stream stream = new Stream();
        Future<QuicStreamChannel> opened = channel.createStream(QuicStreamType.BIDIRECTIONAL, stream.receiver);
        opened.awaitUninterruptibly(Patience.BOUND.toMillis());
        if (opened.isSuccess()) {
            stream.channel = opened.getNow();
            stream.send(line);
        }
    }

    /** Whether this client believes that it is connected. */
    public boolean connected() {
        return channel != null && channel.isActive();
    }

    public boolean closedByServer() {
        return close.isDone();
    }

    public Close awaitClose() {
        return awaitClose(Patience.BOUND);
    }

    public Close awaitClose(Duration patience) {
        try {
            return close.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the server did not close the connection within " + patience, e);
        }
    }

    /** Closes the connection with an application error. */
    public void abort(int error, String reason) {
        channel.close(true, error, Unpooled.copiedBuffer(reason, StandardCharsets.UTF_8))
                .awaitUninterruptibly(Patience.BOUND.toMillis());
    }

    /** Stops all at once and tells the server nothing, as a lost network does. */
    public void vanish() {
        group.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Override
    public void close() {
        if (channel != null && !group.isShuttingDown()) {
            channel.close().awaitUninterruptibly(Patience.BOUND.toMillis());
        }
        vanish();
    }

    private static Close read(QuicConnectionCloseEvent event) {
        return new Close(event.isApplicationClose(), event.error(), new String(event.reason(), StandardCharsets.UTF_8));
    }

    private final class CloseListener extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof QuicConnectionCloseEvent closed) {
                close.complete(read(closed));
            }
        }
    }

    /** One bidirectional stream. */
    public static final class Stream {
        private static final String PING = "\"type\":\"ping\"";

        private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
        private final LongestPause betweenPings = new LongestPause(System::nanoTime);
        private final Receiver receiver = new Receiver();
        private QuicStreamChannel channel;

        private Stream() {}

        /** Sends one line; the LF is added. */
        public void send(String line) {
            write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }

        public void write(byte[] bytes) {
            channel.writeAndFlush(Unpooled.wrappedBuffer(bytes));
        }

        /** Sends one message after its length, four bytes, and expects the same from the server on this stream. */
        public void sendWithLength(String message) {
            receiver.lengths = true;
            byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
            write(ByteBuffer.allocate(Integer.BYTES + bytes.length)
                    .putInt(bytes.length)
                    .put(bytes)
                    .array());
        }

        /** Ends this side of the stream. */
        public void finish() {
            channel.shutdownOutput();
        }

        /** Ends this side at once, whether or not all has arrived (RESET_STREAM). */
        public void reset(int error) {
            channel.shutdownOutput(error).awaitUninterruptibly(Patience.BOUND.toMillis());
        }

        /** Wants to hear nothing more of the server's side (STOP_SENDING). */
        public void stop(int error) {
            channel.shutdownInput(error).awaitUninterruptibly(Patience.BOUND.toMillis());
        }

        /** Stops or resumes reading, so that flow control holds the server back. */
        public void reading(boolean on) {
            channel.config().setAutoRead(on);
        }

        public String awaitLine() {
            return awaitLine(Patience.BOUND);
        }

        public String awaitLine(Duration patience) {
            return poll(patience).orElseThrow(() -> new AssertionError("the server ended the stream"));
        }

        /** Whether the server ended its side of the stream before another line came. */
        public boolean awaitEnd() {
            return poll(Patience.BOUND).isEmpty();
        }

        /** The longest time from one ping to the next, or until now, since the last call, whenever somebody looked. */
        public Duration takeLongestBetweenPings() {
            return betweenPings.take();
        }

        /** A line that has already come, without waiting. */
        public Optional<String> lineNow() {
            Optional<String> line = lines.poll();
            return line == null ? Optional.empty() : line;
        }

        private Optional<String> poll(Duration patience) {
            try {
                Optional<String> line = lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
                if (line == null) {
                    throw new AssertionError("nothing came within " + patience);
                }
                return line;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private final class Receiver extends ChannelInboundHandlerAdapter {
            private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
            private volatile boolean lengths;

            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                ByteBuf bytes = (ByteBuf) message;
                while (bytes.isReadable()) {
                    byte next = bytes.readByte();
                    boolean lineFeed = !lengths && next == '\n';
                    if (!lineFeed) {
                        partial.write(next);
                    }
                    if (lineFeed || lengths && isWhole()) {
                        received();
                    }
                }
                bytes.release();
            }

            private boolean isWhole() {
                ByteBuffer message = ByteBuffer.wrap(partial.toByteArray());
                return message.remaining() >= Integer.BYTES && message.getInt() == message.remaining();
            }

            private void received() {
                String text = partial.toString(StandardCharsets.UTF_8);
                if (text.contains(PING)) {
                    betweenPings.mark();
                }
                lines.add(Optional.of(lengths ? text.substring(Integer.BYTES) : text));
                partial.reset();
            }

            @Override
            public void channelInactive(ChannelHandlerContext context) {
                lines.add(Optional.empty());
            }

            @Override
            public void userEventTriggered(ChannelHandlerContext context, Object event) {
                if (event instanceof io.netty.channel.socket.ChannelInputShutdownReadComplete) {
                    lines.add(Optional.empty());
                }
            }
        }
    }

    /** Shows its one identity to whoever asks, and checks nothing: a key store would refuse the chains of some tests. */
    private static final class OneKey extends X509ExtendedKeyManager {
        private final TestIdentity identity;

        private OneKey(TestIdentity identity) {
            this.identity = identity;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[] {TestIdentity.ALIAS};
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return TestIdentity.ALIAS;
        }

        @Override
        public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
            return TestIdentity.ALIAS;
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return identity.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return identity.key();
        }
    }
}
