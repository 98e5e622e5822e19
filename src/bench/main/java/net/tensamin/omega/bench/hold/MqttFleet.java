package net.tensamin.omega.bench.hold;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * MQTT clients over {@link TlsClients}; each listens to a topic of its own, and that the broker has
 * taken its subscription is its identification.
 */
final class MqttFleet implements Fleet {
    private final Arrivals arrivals;
    private final Duration heartbeat;
    private final TlsClients clients;

    MqttFleet(InetSocketAddress broker, Identities identities, Arrivals arrivals, Duration heartbeat)
            throws SSLException {
        this.arrivals = arrivals;
        this.heartbeat = heartbeat;
        this.clients = new TlsClients(broker, identities);
    }

    static String topic(int client) {
        return "user/" + Identities.user(client);
    }

    @Override
    public CompletableFuture<Session> connect(int client) {
        return open(client).thenApply(device -> device);
    }

    CompletableFuture<Device> open(int client) {
        Device device = new Device(client);
        return clients.connect(client, device, device.identified);
    }

    @Override
    public void close() {
        clients.close();
    }

    final class Device extends ChannelInitializer<SocketChannel> implements Session {
        private final int client;
        private final CompletableFuture<Device> identified = new CompletableFuture<>();
        private volatile Channel connection;

        private Device(int client) {
            this.client = client;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            connection = channel;
            channel.closeFuture()
                    .addListener(closed -> identified.completeExceptionally(new IllegalStateException("closed")));
            channel.pipeline()
                    .addLast(clients.handler(channel, client), new MqttDecoder(), MqttEncoder.INSTANCE, new Messages());
        }

        Channel connection() {
            return connection;
        }

        @Override
        public boolean isOpen() {
            return connection.isActive();
        }

        @Override
        public CompletableFuture<Void> end() {
            CompletableFuture<Void> ended = new CompletableFuture<>();
            connection.writeAndFlush(MqttMessage.DISCONNECT);
            connection.close().addListener(closed -> ended.complete(null));
            return ended;
        }

        private void ping() {
            long millis = heartbeat.toMillis();
            ScheduledFuture<?> pings = connection
                    .eventLoop()
                    .scheduleAtFixedRate(
                            () -> connection.writeAndFlush(MqttMessage.PINGREQ), millis, millis, TimeUnit.MILLISECONDS);
            connection.closeFuture().addListener(closed -> pings.cancel(false));
        }

        private final class Messages extends SimpleChannelInboundHandler<MqttMessage> {
            @Override
            public void userEventTriggered(ChannelHandlerContext context, Object event) {
                if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
                    context.writeAndFlush(MqttMessageBuilders.connect()
                            .protocolVersion(MqttVersion.MQTT_3_1_1)
                            .clientId("device-" + client)
                            .cleanSession(true)
                            .keepAlive((int) heartbeat.toSeconds() * 2)
                            .build());
                }
            }

            @Override
            protected void channelRead0(ChannelHandlerContext context, MqttMessage message) {
                MqttMessageType type = message.fixedHeader().messageType();
                if (type == MqttMessageType.PUBLISH) {
                    arrivals.arrived(client);
                } else if (type == MqttMessageType.CONNACK) {
                    context.writeAndFlush(MqttMessageBuilders.subscribe()
                            .messageId(1)
                            .addSubscription(MqttQoS.AT_MOST_ONCE, topic(client))
                            .build());
                } else if (type == MqttMessageType.SUBACK) {
                    ping();
                    identified.complete(Device.this);
                }
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                identified.completeExceptionally(cause);
                context.close();
            }
        }
    }
}
