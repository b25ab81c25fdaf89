package dev.toolflow.run;

import dev.toolflow.tool.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts payloads with AES-256-GCM. The id of the key is stored with each payload, and each is bound to its run, step and
 * field. Run ids, step ids, names of models, times and hashes stay in clear. Immutable and thread-safe.
 *
 * <p>To change keys, put the new one first and keep the old one until no run that it wrote is kept any more. Nonces are random, so
 * change the key before it has written 2<sup>32</sup> payloads (NIST SP 800-38D, 8.3).
 *
 * <pre>{@code PayloadCodec.aesGcm("2027", newKey).andKey("2026", oldKey)}</pre>
 */
public final class AesGcmCodec implements PayloadCodec {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final String writesWith;
    private final Map<String, SecretKey> keys;
    private final boolean readsUnencrypted;
    private final SecureRandom random = new SecureRandom();

    private AesGcmCodec(String writesWith, Map<String, SecretKey> keys, boolean readsUnencrypted) {
        this.writesWith = writesWith;
        this.keys = keys;
        this.readsUnencrypted = readsUnencrypted;
    }

    static AesGcmCodec of(String keyId, Secret key) {
        return new AesGcmCodec(keyId, Map.of(checkedId(keyId), read(keyId, key)), false);
    }

    /**
     * Also reads what was written with this key.
     *
     * @param keyId under which id it was written
     * @param key 32 bytes in Base64
     * @throws IllegalArgumentException if it is another length, or there is a key of that id
     */
    public AesGcmCodec andKey(String keyId, Secret key) {
        Map<String, SecretKey> all = new LinkedHashMap<>(keys);
        if (all.putIfAbsent(checkedId(keyId), read(keyId, key)) != null) {
            throw new IllegalArgumentException("key '" + keyId + "': there is one of that id already");
        }
        return new AesGcmCodec(writesWith, Map.copyOf(all), readsUnencrypted);
    }

    /**
     * Also reads what {@link PayloadCodec#checked()} wrote: for a store that was begun without encryption. What is written from now
     * on is encrypted. As long as this is set, somebody who can write the store can put unencrypted payloads there, so leave
     * it out again once the runs from before are purged.
     */
    public AesGcmCodec alsoUnencrypted() {
        return new AesGcmCodec(writesWith, keys, true);
    }

    private static String checkedId(String keyId) {
        if (!ID.matcher(keyId).matches()) {
            throw new IllegalArgumentException("keyId: has 1 to 64 letters, digits, '.', '_' and '-'");
        }
        return keyId;
    }

    private static SecretKey read(String keyId, Secret key) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(key.reveal().strip());
        } catch (IllegalArgumentException e) {
            throw badKey(keyId);
        }
        if (bytes.length != KEY_BYTES) {
            throw badKey(keyId);
        }
        return new SecretKeySpec(bytes, "AES");
    }

    /** Without the decoder's exception, which quotes a character of the key. */
    private static IllegalArgumentException badKey(String keyId) {
        return new IllegalArgumentException(
                "key '" + keyId + "': must be 32 bytes in Base64; make one with: openssl rand -base64 32");
    }

    @Override
    public Payload encode(Place place, byte[] plain) {
        byte[] id = writesWith.getBytes(StandardCharsets.US_ASCII);
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        Sealed sealed = new Sealed(writesWith, nonce, plain);
        byte[] secret;
        try {
            secret = crypt(Cipher.ENCRYPT_MODE, place, sealed);
        } catch (GeneralSecurityException e) {
            throw new RunPayloadException(
                    place
                            + ": the payload cannot be encrypted on this Java platform; use one that has AES/GCM/NoPadding",
                    e);
        }
        ByteBuffer written =
                ByteBuffer.allocate(PayloadFormat.MARK_BYTES + 1 + id.length + NONCE_BYTES + secret.length);
        PayloadFormat.AES_GCM.writeMark(written);
        written.put((byte) id.length).put(id).put(nonce).put(secret);
        return Payload.of(written.array());
    }

    @Override
    public byte[] decode(Place place, Payload stored) {
        byte[] bytes = stored.bytes();
        PayloadFormat format = PayloadFormat.of(bytes).orElseThrow(() -> PayloadFormat.unknown(place));
        if (format == PayloadFormat.AES_GCM) {
            return opened(place, Sealed.read(place, bytes));
        }
        if (!readsUnencrypted) {
            throw new RunPayloadException(
                    place + ": the payload is not encrypted, and this codec reads only what is; if the store was begun "
                            + "without encryption, add alsoUnencrypted() to the codec",
                    null);
        }
        return PayloadCodec.checked().decode(place, stored);
    }

    private byte[] opened(Place place, Sealed sealed) {
        if (!keys.containsKey(sealed.keyId())) {
            throw new RunPayloadException(
                    place + ": the payload was written with key '" + sealed.keyId()
                            + "', which this codec does not have; add it with andKey(\"" + sealed.keyId() + "\", …)",
                    null);
        }
        try {
            return crypt(Cipher.DECRYPT_MODE, place, sealed);
        } catch (AEADBadTagException e) {
            throw new RunPayloadException(
                    place + ": the payload is damaged, was written for another place, or key '" + sealed.keyId()
                            + "' is not the one that wrote it; give the right key, or restore this run from a copy of the store",
                    e);
        } catch (GeneralSecurityException e) {
            throw new RunPayloadException(
                    place
                            + ": the payload cannot be decrypted on this Java platform; use one that has AES/GCM/NoPadding",
                    e);
        }
    }

    private byte[] crypt(int mode, Place place, Sealed sealed) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, keys.get(sealed.keyId()), new GCMParameterSpec(TAG_BITS, sealed.nonce()));
        cipher.updateAAD(PayloadFormat.AES_GCM.bound(place, sealed.keyId()));
        return cipher.doFinal(sealed.text());
    }

    /** The ids of the keys, never a key. */
    @Override
    public String toString() {
        return "PayloadCodec[AES-GCM, writes with " + writesWith + ", reads " + new TreeSet<>(keys.keySet())
                + (readsUnencrypted ? " and unencrypted]" : "]");
    }

    /** What is read of an encrypted payload before it is decrypted; nothing of it can be trusted. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Sealed(String keyId, byte[] nonce, byte[] text) {

        static Sealed read(Place place, byte[] bytes) {
            int idAt = PayloadFormat.MARK_BYTES + 1;
            int idBytes = bytes.length < idAt ? 0 : Byte.toUnsignedInt(bytes[PayloadFormat.MARK_BYTES]);
            int nonceAt = idAt + idBytes;
            int textAt = nonceAt + NONCE_BYTES;
            if (bytes.length < textAt + TAG_BITS / Byte.SIZE) {
                throw damaged(place);
            }
            String keyId = new String(bytes, idAt, idBytes, StandardCharsets.US_ASCII);
            if (!ID.matcher(keyId).matches()) {
                throw damaged(place);
            }
            byte[] nonce = Arrays.copyOfRange(bytes, nonceAt, textAt);
            return new Sealed(keyId, nonce, Arrays.copyOfRange(bytes, textAt, bytes.length));
        }

        private static RunPayloadException damaged(Place place) {
            return new RunPayloadException(
                    place + ": the payload is damaged; restore this run from a copy of the store, or start it anew",
                    null);
        }
    }
}
