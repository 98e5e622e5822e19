package net.tensamin.omega.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
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
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;

/** Devices, one a receiver, each with its certificate, socket and connection, on one event loop (quiche and BoringSSL). */
final class Listeners implements AutoCloseable {
    private static final int AT_ONCE = 16;
    private static final int LINE_LIMIT = 16_384;
    private static final long PATIENCE_SECONDS = 30;
    private static final String SENDER_ID = "\"sender_id\":\"";
    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final TestAuthority authority = TestAuthority.development(OmegaDeployment.data());
    private final List<Device> devices = new ArrayList<>();
    private final Pushes pushes;
    private final List<Integer> ports;

    private Listeners(Pushes pushes, List<Integer> ports) {
        this.pushes = pushes;
        this.ports = ports;
    }

    static Listeners none() {
        return new Listeners(new Pushes(Traffic.to(1)), List.of());
    }

    /** Returns when all are identified. */
    static Listeners connect(Traffic traffic, Pushes pushes) {
        return connect(traffic, pushes, List.of(OmegaDeployment.quicPort()));
    }

    /** @param ports of servers, which get one device after the other */
    static Listeners connect(Traffic traffic, Pushes pushes, List<Integer> ports) {
        Listeners listeners = new Listeners(pushes, ports);
        try {
            for (int first = 0; first < traffic.receivers(); first += AT_ONCE) {
                listeners.open(first, Math.min(first + AT_ONCE, traffic.receivers()));
            }
        } catch (RuntimeException e) {
            listeners.close();
            throw e;
        }
        return listeners;
    }

    private void open(int first, int end) {
        List<CompletableFuture<Void>> identified = new ArrayList<>();
        for (int receiver = first; receiver < end; receiver++) {
            Device device = new Device(receiver);
            devices.add(device);
            device.open();
            identified.add(device.identified);
        }
        CompletableFuture.allOf(identified.toArray(CompletableFuture[]::new))
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Devices whose connection has ended. */
    long lost() {
        return devices.stream().filter(device -> !device.connection.isActive()).count();
    }

    @Override
    public void close() {
        devices.stream()
                .filter(device -> device.connection != null)
                .map(device -> device.connection.close())
                .toList()
                .forEach(closing -> closing.awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS));
        loop.shutdownGracefully(0, PATIENCE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private static void write(Channel stream, String line) {
        stream.writeAndFlush(Unpooled.copiedBuffer(line + "\n", StandardCharsets.US_ASCII));
    }

    private final class Device {
        private final int receiver;
        private final long user;
        private final CompletableFuture<Void> identified = new CompletableFuture<>();
        private QuicChannel connection;

        private Device(int receiver) {
            this.receiver = receiver;
            this.user = Traffic.FIRST_RECEIVER + receiver;
        }

        private void open() {
            Channel socket = new Bootstrap()
                    .group(loop)
                    .channel(NioDatagramChannel.class)
                    .handler(new QuicClientCodecBuilder()
                            .sslContext(tls())
                            .maxIdleTimeout(60, TimeUnit.SECONDS)
                            .initialMaxData(1 << 20)
                            .initialMaxStreamDataBidirectionalLocal(1 << 18)
                            .build())
                    .bind(0)
                    .syncUninterruptibly()
                    .channel();
            QuicChannel.newBootstrap(socket)
                    .handler(new ChannelInboundHandlerAdapter())
                    .remoteAddress(new InetSocketAddress("127.0.0.1", ports.get(receiver % ports.size())))
                    .connect()
                    .addListener((Future<QuicChannel> connected) -> {
                        if (connected.isSuccess()) {
                            connection = connected.getNow();
                            identify();
                        } else {
                            identified.completeExceptionally(connected.cause());
                        }
                    });
        }

        private QuicSslContext tls() {
            TestIdentity identity = authority.device(user);
            return QuicSslContextBuilder.forClient()
                    .endpointIdentificationAlgorithm(null)
                    .keyManager(identity.key(), null, identity.chain().toArray(X509Certificate[]::new))
                    .trustManager(authority.certificate())
                    .applicationProtocols("tauri")
                    .build();
        }

        private void identify() {
            ChannelHandler lines = new ChannelInitializer<QuicStreamChannel>() {
                @Override
                protected void initChannel(QuicStreamChannel stream) {
                    stream.pipeline().addLast(new LineBasedFrameDecoder(LINE_LIMIT), new Lines());
                }
            };
            connection
                    .createStream(QuicStreamType.BIDIRECTIONAL, lines)
                    .addListener((Future<QuicStreamChannel> stream) -> write(
                            stream.getNow(),
                            "{\"type\":\"tauri_identification\",\"data\":{\"user_id\":\"" + user + "\"}}"));
        }

        /** Parses no more than it needs: the machine is the server's. */
        private final class Lines extends SimpleChannelInboundHandler<ByteBuf> {
            @Override
            protected void channelRead0(ChannelHandlerContext context, ByteBuf line) {
                String text = line.toString(StandardCharsets.US_ASCII);
                if (text.contains("\"push_notification\"")) {
                    pushes.arrived(receiver, senderOf(text));
                } else if (text.contains("\"ping\"")) {
                    write(context.channel(), "{\"type\":\"pong\",\"data\":{\"last_ping\":0}}");
                } else if (text.contains("\"success\"")) {
                    identified.complete(null);
                } else {
                    identified.completeExceptionally(new IllegalStateException(text));
                }
            }
        }
    }

    private static long senderOf(String push) {
        int from = push.indexOf(SENDER_ID) + SENDER_ID.length();
        return Long.parseLong(push, from, push.indexOf('"', from), 10);
    }
}
