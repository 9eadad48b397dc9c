package dev.movex.server;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import dev.movex.core.MovexException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;

/** Finds the keys that tokens are signed with. Only signatures by key pairs are taken, never shared secrets. */
final class JwtKeys {
    private static final JOSEObjectTypeVerifier<SecurityContext> TYPES = new DefaultJOSEObjectTypeVerifier<>(
            new HashSet<>(Arrays.asList(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null)));

    private JwtKeys() {}

    /** @throws MovexException with code {@code JWT_KEYS} if a key file can't be used */
    static JwtDecoder decoder(Authentication.Jwt how) {
        if (how.keyFile() != null) {
            return checked(
                    NimbusJwtDecoder.withJwkSource(new ImmutableJWKSet<>(keys(how.keyFile())))
                            .jwsAlgorithms(JwtKeys::all)
                            .jwtProcessorCustomizer(processor -> processor.setJWSTypeVerifier(TYPES))
                            .build(),
                    how);
        }
        if (how.jwkSet() != null) {
            return checked(
                    NimbusJwtDecoder.withJwkSetUri(how.jwkSet().toString())
                            .jwsAlgorithms(JwtKeys::all)
                            .jwtProcessorCustomizer(processor -> processor.setJWSTypeVerifier(TYPES))
                            .build(),
                    how);
        }
        String issuer = how.issuer();
        if (issuer == null) {
            throw new MovexException(
                    "JWT_KEYS",
                    "Nothing says where the keys of tokens are.",
                    "Give the issuer, the address of a JWK set, or a file with the public key.");
        }
        // asked for with the first token, so that the server starts while the issuer is away
        return new SupplierJwtDecoder(
                () -> checked(NimbusJwtDecoder.withIssuerLocation(issuer).build(), how));
    }

    private static void all(Set<SignatureAlgorithm> algorithms) {
        algorithms.addAll(Arrays.asList(SignatureAlgorithm.values()));
    }

    private static NimbusJwtDecoder checked(NimbusJwtDecoder decoder, Authentication.Jwt how) {
        List<OAuth2TokenValidator<Jwt>> validators = new ArrayList<>();
        validators.add(new JwtTimestampValidator());
        // a token without an end would be a secret that never changes
        validators.add(new JwtClaimValidator<Object>(JwtClaimNames.EXP, end -> end != null));
        if (how.issuer() != null) {
            validators.add(new JwtIssuerValidator(how.issuer()));
        }
        String audience = how.audience();
        if (audience != null) {
            validators.add(new JwtClaimValidator<List<String>>(
                    JwtClaimNames.AUD, named -> named != null && named.contains(audience)));
        }
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(validators));
        return decoder;
    }

    private static JWKSet keys(Path file) {
        try {
            String text = Files.readString(file);
            return text.stripLeading().startsWith("{") ? JWKSet.parse(text) : new JWKSet(pem(text));
        } catch (IOException | ParseException | GeneralSecurityException | IllegalArgumentException e) {
            throw new MovexException(
                    "JWT_KEYS",
                    "The file " + file + " holds no public key in PEM and no JWK set ("
                            + e.getClass().getSimpleName() + ").",
                    "Write the key as '-----BEGIN PUBLIC KEY-----', or a JWK set as JSON.",
                    e);
        }
    }

    private static JWK pem(String text) throws GeneralSecurityException {
        String base64 = text.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        X509EncodedKeySpec spec = new X509EncodedKeySpec(Base64.getDecoder().decode(base64));
        try {
            return new RSAKey.Builder(
                            (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec))
                    .build();
        } catch (GeneralSecurityException e) {
            ECPublicKey key = (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(spec);
            return new ECKey.Builder(Curve.forECParameterSpec(key.getParams()), key).build();
        }
    }
}
