package net.tensamin.omega.bench.hold;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.FixedLengthFrameDecoder;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.testing.TestIdentity;

/** The least that holds Tauri sessions and pushes, on netty's QUIC (quiche, BoringSSL) and one event loop. A process of its own. */
final class NettyQuicServer {
    private static final int LINE_LIMIT = 16_384;
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Map<Integer, Channel> streams = new HashMap<>(); // of the event loop
    private final Duration heartbeat;

    private NettyQuicServer(Duration heartbeat) {
        this.heartbeat = heartbeat;
    }

    /** @param arguments directory of the keys, heartbeat in ms */
    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        NettyQuicServer server = new NettyQuicServer(Duration.ofMillis(Long.parseLong(arguments[1])));
        Channel quic = server.quic(Identities.ofServer(Path.of(arguments[0])));
        Child.serve(port(quic), port(server.control()));
        System.exit(0);
    }

    private static int port(Channel channel) {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    private Channel quic(Identities identities) throws IOException, GeneralSecurityException {
        TestIdentity server = identities.server();
        QuicSslContext tls = QuicSslContextBuilder.forServer(
                        server.key(), null, server.chain().toArray(X509Certificate[]::new))
                .trustManager(identities.authority())
                .clientAuth(ClientAuth.REQUIRE)
                .applicationProtocols("tauri")
                .build();
        return new Bootstrap()
                .group(loop)
                .channel(EpollDatagramChannel.class)
                .option(ChannelOption.SO_RCVBUF, 1 << 20)
                .handler(new QuicServerCodecBuilder()
                        .sslContext(tls)
                        .tokenHandler(null)
                        .maxIdleTimeout(60, TimeUnit.SECONDS)
                        .initialMaxData(1 << 16)
                        .initialMaxStreamDataBidirectionalRemote(LINE_LIMIT)
                        .initialMaxStreamsBidirectional(4)
                        .streamHandler(new Streams())
                        .build())
                .bind(ANY_PORT)
                .syncUninterruptibly()
                .channel();
    }

    /** Speaks like a {@link ControlPort}. */
    private Channel control() {
        return new ServerBootstrap()
                .group(loop)
                .channel(EpollServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel load) {
                        load.pipeline().addLast(new FixedLengthFrameDecoder(Integer.BYTES), new Requests());
                    }
                })
                .bind(ANY_PORT)
                .syncUninterruptibly()
                .channel();
    }

    private static void write(Channel stream, byte[] line) {
        stream.writeAndFlush(Unpooled.wrappedBuffer(line, new byte[] {'\n'}));
    }

    private final class Requests extends SimpleChannelInboundHandler<ByteBuf> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf client) {
            write(streams.get(client.readInt()), TauriText.PUSH);
        }
    }

    private final class Streams extends ChannelInitializer<QuicStreamChannel> {
        @Override
        protected void initChannel(QuicStreamChannel stream) {
            stream.pipeline().addLast(new LineBasedFrameDecoder(LINE_LIMIT), new Session());
        }
    }

    private final class Session extends SimpleChannelInboundHandler<ByteBuf> {
        private int client = -1;
        private ScheduledFuture<?> pings;

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf utf8) {
            String line = utf8.toString(StandardCharsets.UTF_8);
            if (TauriText.isIdentification(line)) {
                client = TauriText.client(line);
                streams.put(client, context.channel());
                long millis = heartbeat.toMillis();
                pings = context.channel()
                        .eventLoop()
                        .scheduleAtFixedRate(
                                () -> write(context.channel(), TauriText.PING), millis, millis, TimeUnit.MILLISECONDS);
                write(context.channel(), TauriText.SUCCESS);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (pings != null) {
                pings.cancel(false);
                streams.remove(client, context.channel());
            }
        }
    }
}
