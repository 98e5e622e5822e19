package net.tensamin.omega.bench.hold;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Clients that wait over HTTPS, each on a connection of its own, over {@link TlsClients}. That one has been told what is pending is its identification.
 */
final class PollingFleet implements Fleet {
    private static final Logger LOG = System.getLogger(PollingFleet.class.getName());
    private static final Pattern AMOUNT = Pattern.compile("\"amount\":(\\d+)");
    private static final int LARGEST_ANSWER = 1 << 20;

    private final InetSocketAddress server;
    private final Arrivals arrivals;
    private final TlsClients clients;
    private volatile boolean isClosing;

    PollingFleet(InetSocketAddress server, Identities identities, Arrivals arrivals) throws SSLException {
        this.server = server;
        this.arrivals = arrivals;
        this.clients = new TlsClients(server, identities);
    }

    @Override
    public CompletableFuture<Session> connect(int client) {
        Device device = new Device(client);
        return clients.connect(client, device, device.told);
    }

    @Override
    public void close() {
        isClosing = true;
        clients.close();
    }

    private final class Device extends ChannelInitializer<SocketChannel> implements Session {
        private final int client;
        private final CompletableFuture<Session> told = new CompletableFuture<>();
        private volatile Channel connection;
        private volatile boolean isEnding;
        private long pending;

        private Device(int client) {
            this.client = client;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            connection = channel;
            channel.closeFuture().addListener(closed -> ended());
            channel.pipeline()
                    .addLast(
                            clients.handler(channel, client),
                            new HttpClientCodec(),
                            new HttpObjectAggregator(LARGEST_ANSWER),
                            new Answers());
        }

        @Override
        public boolean isOpen() {
            return connection.isActive();
        }

        private void ended() {
            told.completeExceptionally(new IllegalStateException("closed"));
            if (!isEnding && !isClosing) {
                LOG.log(Level.WARNING, "client {0}: the server closed the connection", client);
            }
        }

        @Override
        public CompletableFuture<Void> end() {
            isEnding = true;
            CompletableFuture<Void> ended = new CompletableFuture<>();
            connection.close().addListener(closed -> ended.complete(null));
            return ended;
        }

        private FullHttpRequest request() {
            FullHttpRequest request = new DefaultFullHttpRequest(
                    HttpVersion.HTTP_1_1, HttpMethod.GET, "/api/get/notifications/" + Identities.user(client));
            request.headers().set(HttpHeaderNames.HOST, "localhost:" + server.getPort());
            return request;
        }

        private final class Answers extends SimpleChannelInboundHandler<FullHttpResponse> {
            @Override
            public void userEventTriggered(ChannelHandlerContext context, Object event) {
                if (event instanceof SslHandshakeCompletionEvent handshake) {
                    begun(context, handshake);
                }
            }

            private void begun(ChannelHandlerContext context, SslHandshakeCompletionEvent handshake) {
                if (handshake.isSuccess()) {
                    context.writeAndFlush(request());
                } else {
                    exceptionCaught(context, handshake.cause());
                }
            }

            @Override
            protected void channelRead0(ChannelHandlerContext context, FullHttpResponse answer) {
                HttpResponseStatus status = answer.status();
                if (!status.equals(HttpResponseStatus.OK) && !status.equals(HttpResponseStatus.NOT_MODIFIED)) {
                    exceptionCaught(context, new IllegalStateException("answered " + status));
                    return;
                }
                if (status.equals(HttpResponseStatus.OK)) {
                    count(answer);
                }
                FullHttpRequest wait = request();
                wait.headers()
                        .set(HttpHeaderNames.IF_NONE_MATCH, answer.headers().get(HttpHeaderNames.ETAG))
                        .set("Prefer", "wait=60");
                context.writeAndFlush(wait);
                told.complete(Device.this);
            }

            /** One answer may tell of several notices. */
            private void count(FullHttpResponse answer) {
                long now = AMOUNT.matcher(answer.content().toString(UTF_8))
                        .results()
                        .mapToLong(amount -> Long.parseLong(amount.group(1)))
                        .sum();
                for (long arrived = told.isDone() ? pending : now; arrived < now; arrived++) {
                    arrivals.arrived(client);
                }
                pending = now;
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                if (!isEnding) {
                    LOG.log(Level.WARNING, "client " + client + " gives up", cause);
                }
                isEnding = true;
                told.completeExceptionally(cause);
                context.close();
            }
        }
    }
}
