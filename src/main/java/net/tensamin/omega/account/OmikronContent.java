package net.tensamin.omega.account;

import jakarta.validation.constraints.NotNull;

/**
 * What is registered of an Omikron beside its id; null for what it has not.
 *
 * @param publicKey the raw X448 public key in base64
 * @param location for people
 */
public record OmikronContent(
        @NotNull(message = UserContent.MISSING)
        @OpaqueKey(
                least = Omikron.PUBLIC_KEY_LENGTH,
                most = Omikron.PUBLIC_KEY_LENGTH,
                message = "must be base64 of an X448 public key, {most} bytes")
        String publicKey,

        @Text(most = 100) String location,
        @IpAddress String ipAddress) {}
