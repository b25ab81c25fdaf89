package dev.toolflow.budget;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.toolflow.catalog.ImageModelCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Reads prices from JSON; every value is checked where it stands. */
final class PriceFile {
    private static final String STANDARD = "prices.json";
    private static final int MILLION = 6;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final String file;

    private PriceFile(String file) {
        this.file = file;
    }

    static PriceList standard() {
        try (InputStream in =
                Objects.requireNonNull(PriceFile.class.getResourceAsStream(STANDARD), STANDARD + " is missing")) {
            return PriceList.ofImageModels(ImageModelCatalog.standard())
                    .and(new PriceFile(STANDARD).list(JSON.readTree(in)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + STANDARD + " of this library", e);
        }
    }

    static PriceList read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new PriceFile(file.toString()).list(JSON.readTree(in));
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : ", at line " + e.getLocation().getLineNr();
            throw new InvalidPriceListException(file + ": is not valid JSON" + where + "; look there", e);
        } catch (IOException e) {
            throw new InvalidPriceListException(file + ": cannot be read; look at its path and permissions", e);
        }
    }

    private PriceList list(JsonNode root) {
        PriceFields fields = new PriceFields(file, root);
        PriceList list = PriceList.of(new PriceList.Origin(fields.date("date"), fields.texts("sources")));
        fields.text("note");
        JsonNode models = fields.array("models");
        fields.requireNothingElse();
        Set<String> names = new HashSet<>();
        for (JsonNode json : models) {
            PriceFields numbered = new PriceFields(file + ", model " + (names.size() + 1), json);
            String name = numbered.name();
            if (!names.add(PriceList.key(name))) {
                throw new InvalidPriceListException(file + ", model " + name + ": is there twice", null);
            }
            list = list.with(name, price(name, new PriceFields(file + ", model " + name, json)));
        }
        return list;
    }

    private static ModelPrice price(String name, PriceFields fields) {
        fields.name();
        ModelPrice price = fields.has("input") || fields.has("output") ? rates(fields) : ofCatalog(name, fields);
        PriceFields dear = fields.object("longInput");
        if (dear != null) {
            ModelPrice usual = price;
            BigDecimal over = dear.price("over");
            price = dear.checked("over", () -> usual.overInput(over.longValueExact(), rates(dear)));
            dear.requireNothingElse();
        }
        price = pictures(price, fields);
        fields.text("note");
        fields.requireNothingElse();
        return price;
    }

    private static ModelPrice rates(PriceFields fields) {
        ModelPrice price = ModelPrice.perMillion(
                fields.price("input").toPlainString(), fields.price("output").toPlainString());
        price = fields.checked("cachedInput", price, (start, rate) -> start.cachedInput(rate.toPlainString()));
        price = fields.checked("imageInput", price, (start, rate) -> start.imageInput(rate.toPlainString()));
        return fields.checked("imageOutput", price, (start, rate) -> start.imageOutput(rate.toPlainString()));
    }

    private static ModelPrice ofCatalog(String name, PriceFields fields) {
        return PriceList.ofImageModels(ImageModelCatalog.standard())
                .priceOf(name)
                .orElseThrow(() -> fields.refused(
                        "input", "is missing, and so is the model's price in the catalogue of image models", null));
    }

    private static ModelPrice pictures(ModelPrice price, PriceFields fields) {
        PictureTokens tokens = pictures("pictureTokens", fields, PictureTokens.none(), BigDecimal.ONE);
        BigDecimal tokensOfADollar = price.imageOutput().signum() == 0
                ? BigDecimal.ZERO
                : BigDecimal.ONE.movePointRight(MILLION).divide(price.imageOutput(), MILLION, RoundingMode.CEILING);
        tokens = pictures("pictureUsd", fields, tokens, tokensOfADollar);
        return tokens.equals(PictureTokens.none()) ? price : price.pictures(tokens);
    }

    private static PictureTokens pictures(
            String name, PriceFields fields, PictureTokens start, BigDecimal tokensOfOne) {
        PictureTokens all = start;
        PriceFields qualities = fields.object(name);
        if (qualities == null) {
            return all;
        }
        for (String quality : qualities.names()) {
            PriceFields sizes = Objects.requireNonNull(qualities.object(quality), quality);
            for (Map.Entry<String, BigDecimal> size : sizes.prices().entrySet()) {
                BigDecimal tokens = size.getValue().multiply(tokensOfOne).setScale(0, RoundingMode.CEILING);
                PictureTokens before = all;
                all = sizes.checked(size.getKey(), () -> before.with(quality, size.getKey(), tokens.longValueExact()));
            }
        }
        return all;
    }
}
