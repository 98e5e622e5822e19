package net.tensamin.omega.interop;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
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
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.util.concurrent.Future;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.tensamin.omega.testing.TestIdentity;

/** A Tauri client on netty, its quiche and its BoringSSL. */
final class NettyClient extends ChannelInboundHandlerAdapter {
    private final Options options;
    private volatile boolean said;

    private NettyClient(Options options) {
        this.options = options;
    }

    public static void main(String[] arguments) throws Exception {
        new NettyClient(new Options(arguments)).run();
        System.exit(0);
    }

    private void run() throws Exception {
        QuicSslContext tls = tls();
        String[] server = options.get("server").split(":");
        Future<QuicChannel> connecting = QuicChannel.newBootstrap(socket(tls))
                .handler(this)
                .remoteAddress(new InetSocketAddress(server[0], Integer.parseInt(server[1])))
                .connect()
                .await();
        if (connecting.isSuccess()) {
            Says.connected();
            talk(connecting.getNow());
            connecting.getNow().closeFuture().await();
        } else if (connecting.cause() instanceof QuicClosedChannelException refused && refused.event() != null) {
            sayClosed(refused.event());
        }
        if (!said) {
            Says.ended(String.valueOf(connecting.cause()));
        }
    }

    private QuicSslContext tls() {
        QuicSslContextBuilder builder = QuicSslContextBuilder.forClient()
                .endpointIdentificationAlgorithm(null)
                .trustManager(new File(options.get("ca")))
                .applicationProtocols(protocols());
        if (options.has("cert")) {
            TestIdentity self = TestIdentity.read(Path.of(options.get("cert")), Path.of(options.get("key")));
            if (!Set.of("RSA", "EC").contains(self.key().getAlgorithm())) {
                throw Says.cannot("netty's client shows certificates with RSA and EC keys only");
            }
            builder.keyManager(self.key(), null, self.chain().toArray(X509Certificate[]::new));
        }
        if (options.has("groups")) {
            builder.option(BoringSSLContextOption.GROUPS, options.get("groups").split(","));
        }
        try {
            return builder.build();
        } catch (RuntimeException refused) {
            throw Says.cannot("netty: " + refused.getMessage());
        }
    }

    /** The protocol, after so many that nobody speaks that a long hello takes two packets. */
    private String[] protocols() {
        Stream<String> nobodys = Stream.of("0", "1", "2", "3", "4", "5").map(name -> name.repeat(200));
        Stream<String> protocol = Stream.of(options.get("alpn"));
        return (options.has("hello") ? Stream.concat(nobodys, protocol) : protocol).toArray(String[]::new);
    }

    private Channel socket(QuicSslContext tls) throws InterruptedException {
        return new Bootstrap()
                .group(new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()))
                .channel(NioDatagramChannel.class)
                .handler(new QuicClientCodecBuilder()
                        .sslEngineProvider(channel -> tls.newEngine(channel.alloc(), options.get("name"), 0))
                        .maxIdleTimeout(30, TimeUnit.SECONDS)
                        .initialMaxData(1 << 20)
                        .initialMaxStreamDataBidirectionalLocal(options.number("window", 1 << 18))
                        .build())
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
    }

    private void talk(QuicChannel connection) throws IOException {
        Framing framing = Framing.of(options);
        boolean each = framing == Framing.STREAMS;
        Optional<QuicStreamChannel> only = each ? Optional.empty() : open(connection, framing);
        if (only.isEmpty() && !each) {
            return;
        }
        Commands.read(command -> {
            switch (command.word()) {
                case "update-keys" -> throw Says.cannot("netty has no key updates of its own");
                case "migrate" -> throw Says.cannot("netty's client does not migrate");
                case "close" -> connection.close(true, Integer.parseInt(command.argument()), Unpooled.EMPTY_BUFFER);
                default -> {
                    ByteBuf message = Unpooled.wrappedBuffer(framing.bytes(command.line()));
                    if (each) {
                        open(connection, framing).ifPresent(stream -> stream.writeAndFlush(message)
                                .addListener(QuicStreamChannel.SHUTDOWN_OUTPUT));
                    } else {
                        only.get().writeAndFlush(message);
                    }
                }
            }
        });
        connection.close();
    }

    /** As soon as the server allows another one; empty when the connection has ended. */
    private static Optional<QuicStreamChannel> open(QuicChannel connection, Framing framing) {
        while (connection.isActive()) {
            Future<QuicStreamChannel> opened = connection
                    .createStream(QuicStreamType.BIDIRECTIONAL, new Printer(framing.new Heard()))
                    .awaitUninterruptibly();
            if (opened.isSuccess()) {
                return Optional.of(opened.getNow());
            }
            connection.eventLoop().schedule(() -> {}, 10, TimeUnit.MILLISECONDS).awaitUninterruptibly();
        }
        return Optional.empty();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof QuicConnectionCloseEvent closed) {
            sayClosed(closed);
        }
    }

    private void sayClosed(QuicConnectionCloseEvent event) {
        said = true;
        Says.closed(event.isApplicationClose(), event.error(), new String(event.reason(), StandardCharsets.UTF_8));
    }

    private static final class Printer extends ChannelInboundHandlerAdapter {
        private final Framing.Heard heard;

        Printer(Framing.Heard heard) {
            this.heard = heard;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            byte[] copy = ByteBufUtil.getBytes(bytes);
            heard.add(copy, copy.length);
            bytes.release();
        }
    }
}
