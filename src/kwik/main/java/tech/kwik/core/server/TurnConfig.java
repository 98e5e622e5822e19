package tech.kwik.core.server;

import tech.kwik.core.concurrent.TurnSeam;

/** The configuration of a connection whose work is done in a turn. Kwik has no other parameter that could carry one. */
public record TurnConfig(ServerConnectionConfig config, TurnSeam.Turn turn)
        implements ServerConnectionConfig, TurnSeam.InTurn {
    @Override
    public int maxIdleTimeout() {
        return config.maxIdleTimeout();
    }

    @Override
    public int maxOpenPeerInitiatedUnidirectionalStreams() {
        return config.maxOpenPeerInitiatedUnidirectionalStreams();
    }

    @Override
    public long maxTotalPeerInitiatedUnidirectionalStreams() {
        return config.maxTotalPeerInitiatedUnidirectionalStreams();
    }

    @Override
    public int maxOpenPeerInitiatedBidirectionalStreams() {
        return config.maxOpenPeerInitiatedBidirectionalStreams();
    }

    @Override
    public long maxTotalPeerInitiatedBidirectionalStreams() {
        return config.maxTotalPeerInitiatedBidirectionalStreams();
    }

    @Override
    public long maxConnectionBufferSize() {
        return config.maxConnectionBufferSize();
    }

    @Override
    public long maxUnidirectionalStreamBufferSize() {
        return config.maxUnidirectionalStreamBufferSize();
    }

    @Override
    public long maxBidirectionalStreamBufferSize() {
        return config.maxBidirectionalStreamBufferSize();
    }

    @Override
    public boolean useStrictSmallestAllowedMaximumDatagramSize() {
        return config.useStrictSmallestAllowedMaximumDatagramSize();
    }

    @Override
    public int connectionIdLength() {
        return config.connectionIdLength();
    }

    @Override
    public RetryRequired retryRequired() {
        return config.retryRequired();
    }

    @Override
    public int initialRtt() {
        return config.initialRtt();
    }

    @Override
    public ServerConnectionConfig merge(ApplicationProtocolSettings protocol) {
        return config.merge(protocol);
    }
}
