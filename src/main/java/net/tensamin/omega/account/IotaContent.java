package net.tensamin.omega.account;

import jakarta.validation.constraints.NotNull;

/** What is registered of an Iota beside its id. */
public record IotaContent(
        @NotNull(message = UserContent.MISSING) @OpaqueKey String publicKey) {}
