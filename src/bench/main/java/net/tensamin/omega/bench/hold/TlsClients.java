package net.tensamin.omega.bench.hold;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** Connections over TLS 1.3 (BoringSSL) with client certificates, on one event loop. They trust any server, which spares the processor. */
final class TlsClients implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;
    private static final int CLIENTS_AN_ADDRESS = 20_000; // fewer than there are ports

    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final InetSocketAddress server;
    private final ClientKeys keys;
    private final SslContext tls;

    TlsClients(InetSocketAddress server, Identities identities) throws SSLException {
        this.server = server;
        this.keys = new ClientKeys(identities);
        this.tls = SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL)
                .protocols("TLSv1.3")
                .keyManager(keys)
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .endpointIdentificationAlgorithm(null)
                .build();
    }

    /** The handler of a client's TLS. */
    SslHandler handler(SocketChannel channel, int client) {
        return new SslHandler(keys.use(tls.newEngine(channel.alloc()), client));
    }

    /**
     * Opens a client's connection.
     *
     * @param ready is completed by the client once it is where it is to be; fails here if it does not get there
     * @return the same, with a bound
     */
    <T> CompletableFuture<T> connect(int client, ChannelInitializer<SocketChannel> device, CompletableFuture<T> ready) {
        InetSocketAddress from = new InetSocketAddress("127.0.0." + (1 + client / CLIENTS_AN_ADDRESS), 0);
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(device)
                .connect(server, from)
                .addListener((ChannelFuture connecting) -> {
                    if (!connecting.isSuccess()) {
                        ready.completeExceptionally(connecting.cause());
                    }
                });
        return ready.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, PATIENCE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
