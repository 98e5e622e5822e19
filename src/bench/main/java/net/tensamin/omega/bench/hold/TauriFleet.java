package net.tensamin.omega.bench.hold;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Tauri clients on few event loops (quiche and BoringSSL), over fewer sockets: connections are told apart by their ids. They
 * trust any server, which spares the processor.
 */
final class TauriFleet implements Fleet {
    /** Few clients share one: Linux gives a socket room for some hundred datagrams, and a server after a pause sends them all at once. */
    private static final int SOCKETS = 1_024;

    private static final int SOCKET_BUFFER = 4 << 20;
    private static final int LINE_LIMIT = 16_384;
    private static final long PATIENCE_SECONDS = 60;

    /** So many heartbeats may be missed before a client gives its connection up. */
    private static final int HEARTBEATS = 3;

    private static final AttributeKey<Integer> CLIENT = AttributeKey.valueOf(TauriFleet.class, "client");
    private final MultiThreadIoEventLoopGroup loops;
    private final List<Channel> sockets = new ArrayList<>();
    private final InetSocketAddress server;
    private final Arrivals arrivals;
    private final ClientKeys keys;
    private final long idleSeconds;
    private final QuicSslContext tls;

    TauriFleet(InetSocketAddress server, Identities identities, Arrivals arrivals, HoldPlan plan) {
        this.loops = new MultiThreadIoEventLoopGroup(plan.loops(), NioIoHandler.newFactory());
        this.server = server;
        this.arrivals = arrivals;
        this.idleSeconds = HEARTBEATS * plan.heartbeat().toSeconds();
        this.keys = new ClientKeys(identities);
        this.tls = QuicSslContextBuilder.forClient()
                .endpointIdentificationAlgorithm(null)
                .keyManager(keys, null)
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .applicationProtocols(protocols(plan.longHello()))
                .build();
        for (int i = 0; i < SOCKETS; i++) {
            sockets.add(socket());
        }
    }

    /** The protocol, and before it so many that nobody speaks that a long hello takes two packets. */
    private static String[] protocols(boolean longHello) {
        Stream<String> nobodys = IntStream.range(0, longHello ? 6 : 0)
                .mapToObj(number -> Integer.toString(number).repeat(200));
        return Stream.concat(nobodys, Stream.of("tauri")).toArray(String[]::new);
    }

    private Channel socket() {
        return new Bootstrap()
                .group(loops)
                .channel(NioDatagramChannel.class)
                .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER)
                .handler(new QuicClientCodecBuilder()
                        .sslEngineProvider(connection -> keys.use(
                                tls.newEngine(ByteBufAllocator.DEFAULT),
                                connection.attr(CLIENT).get()))
                        .maxIdleTimeout(idleSeconds, TimeUnit.SECONDS)
                        .initialMaxData(1 << 20)
                        .initialMaxStreamDataBidirectionalLocal(1 << 18)
                        .build())
                .bind(0)
                .syncUninterruptibly()
                .channel();
    }

    @Override
    public CompletableFuture<Session> connect(int client) {
        Device device = new Device(client);
        QuicChannel.newBootstrap(sockets.get(client % SOCKETS))
                .attr(CLIENT, client)
                .handler(new ChannelInboundHandlerAdapter())
                .remoteAddress(server)
                .connect()
                .addListener(device::connected);
        return device.identified
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .whenComplete((session, problem) -> device.givenUp(problem));
    }

    @Override
    public void close() {
        sockets.forEach(Channel::close);
        loops.shutdownGracefully(0, PATIENCE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private final class Device implements Session {
        private final int client;
        private final CompletableFuture<Session> identified = new CompletableFuture<>();
        private volatile QuicChannel connection;

        private Device(int client) {
            this.client = client;
        }

        private void connected(Future<? super QuicChannel> connecting) {
            if (!connecting.isSuccess()) {
                identified.completeExceptionally(connecting.cause());
                return;
            }
            connection = (QuicChannel) connecting.getNow();
            connection
                    .closeFuture()
                    .addListener(closed -> identified.completeExceptionally(new IllegalStateException("closed")));
            connection.createStream(QuicStreamType.BIDIRECTIONAL, new Lines()).addListener(this::identify);
        }

        /** What was given up does not linger. */
        private void givenUp(Throwable problem) {
            QuicChannel lost = connection;
            if (problem != null && lost != null) {
                lost.close();
            }
        }

        private void identify(Future<? super QuicStreamChannel> opening) {
            if (!opening.isSuccess()) {
                identified.completeExceptionally(opening.cause());
                return;
            }
            write(
                    (Channel) opening.getNow(),
                    "{\"type\":\"tauri_identification\",\"data\":{\"user_id\":\"" + Identities.user(client) + "\"}}");
        }

        private void write(Channel stream, String line) {
            stream.writeAndFlush(ByteBufUtil.writeAscii(stream.alloc(), line + "\n"));
        }

        @Override
        public boolean isOpen() {
            return connection.isActive();
        }

        @Override
        public CompletableFuture<Void> end() {
            CompletableFuture<Void> ended = new CompletableFuture<>();
            connection.close().addListener(closed -> ended.complete(null));
            return ended;
        }

        private final class Lines extends ChannelInitializer<QuicStreamChannel> {
            @Override
            protected void initChannel(QuicStreamChannel stream) {
                stream.pipeline().addLast(new LineBasedFrameDecoder(LINE_LIMIT), new Line());
            }
        }

        /** Parses no more than it needs: the machine is the server's. */
        private final class Line extends SimpleChannelInboundHandler<ByteBuf> {
            @Override
            protected void channelRead0(ChannelHandlerContext context, ByteBuf line) {
                String text = line.toString(StandardCharsets.US_ASCII);
                if (text.contains("\"push_notification\"")) {
                    arrivals.arrived(client);
                } else if (text.contains("\"ping\"")) {
                    write(context.channel(), "{\"type\":\"pong\",\"data\":{\"last_ping\":0}}");
                } else if (text.contains("\"success\"")) {
                    identified.complete(Device.this);
                } else {
                    identified.completeExceptionally(new IllegalStateException(text));
                }
            }
        }
    }
}
