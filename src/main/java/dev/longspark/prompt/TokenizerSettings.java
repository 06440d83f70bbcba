package dev.longspark.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longspark.files.JsonFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the files beside {@code tokenizer.json} say of special and added tokens, together.
 *
 * <p><em>Source:</em> {@code from_pretrained} of Hugging Face transformers 5.18: if {@code
 * tokenizer_config.json} has {@code added_tokens_decoder}, it is alone; else {@code
 * special_tokens_map.json} goes before it, and {@code added_tokens.json} adds to it.
 * <em>Deviations:</em> a special token may be a plain object, which transformers refuses.
 */
final class TokenizerSettings {
  static final String CONFIG = "tokenizer_config.json";
  static final String SPECIAL = "special_tokens_map.json";
  static final String ADDED = "added_tokens.json";
  private static final String DECODER = "added_tokens_decoder";
  private static final List<String> STANDARD =
      List.of(
          "bos_token",
          "eos_token",
          "unk_token",
          "sep_token",
          "pad_token",
          "cls_token",
          "mask_token");
  private static final String EXTRA = "extra_special_tokens";
  private static final String OLD_EXTRA = "additional_special_tokens";

  private final ObjectNode config;
  private final Map<String, AddedToken> named = new LinkedHashMap<>();
  private final List<AddedToken> extra = new ArrayList<>();
  private final SortedMap<Long, AddedToken> added = new TreeMap<>();
  private final List<String> disagreements = new ArrayList<>();

  private TokenizerSettings(ObjectNode config) {
    this.config = config;
  }

  /**
   * Reads the files of a folder, of which each may be missing.
   *
   * @throws IllegalArgumentException if one is not sound, or asks for what is not done here
   * @throws java.io.UncheckedIOException if one cannot be read
   */
  static TokenizerSettings read(Path folder) {
    TokenizerSettings settings = new TokenizerSettings(object(folder.resolve(CONFIG)));
    settings.requireNoSplitting(folder);
    ObjectNode special = object(folder.resolve(SPECIAL));
    ObjectNode added = object(folder.resolve(ADDED));
    settings.addNames(settings.config);
    JsonNode extra = settings.config.path(EXTRA);
    settings.addExtra(extra.isEmpty() ? settings.config.path(OLD_EXTRA) : extra);
    if (settings.config.has(DECODER)) {
      settings.addDecoder(folder);
      settings.compareUnread(special, added);
    } else {
      settings.addSpecial(special);
      settings.addTokens(added, folder);
      if (!settings.config.has(EXTRA) && !settings.config.has(OLD_EXTRA) && !special.has(EXTRA)) {
        settings.addExtra(special.path(OLD_EXTRA));
      }
    }
    return settings;
  }

  private static ObjectNode object(Path file) {
    return Files.exists(file) ? JsonFile.object(file) : JsonNodeFactory.instance.objectNode();
  }

  private void requireNoSplitting(Path folder) {
    if (config.path("split_special_tokens").asBoolean()) {
      throw new IllegalArgumentException(
          "Invalid split_special_tokens in "
              + folder.resolve(CONFIG)
              + ": true (must be false: the names of special tokens in a text are these tokens)");
    }
  }

  private void addNames(ObjectNode file) {
    addNamed(file, key -> key.endsWith("_token"));
  }

  private void addNamed(JsonNode file, Predicate<String> chosen) {
    file.properties().stream()
        .filter(entry -> chosen.test(entry.getKey()) && AddedToken.isOne(entry.getValue()))
        .forEach(entry -> named.put(entry.getKey(), AddedToken.of(entry.getValue(), true)));
  }

  /** Tokens with names of their own, or with none. */
  private void addExtra(JsonNode tokens) {
    if (tokens.isObject()) {
      addNamed(tokens, key -> true);
    } else {
      tokens.forEach(token -> addExtra(AddedToken.of(token, false)));
    }
  }

  private void addExtra(AddedToken token) {
    if (extra.stream().noneMatch(other -> other.content().equals(token.content()))) {
      extra.add(token);
    }
  }

  private void addDecoder(Path folder) {
    config
        .path(DECODER)
        .properties()
        .forEach(
            entry -> {
              if (!entry.getKey().matches("\\d{1,18}") || !AddedToken.isOne(entry.getValue())) {
                throw new IllegalArgumentException(
                    "Invalid %s in %s: '%s': %s (must be an id and an object with the content)"
                        .formatted(
                            DECODER, folder.resolve(CONFIG), entry.getKey(), entry.getValue()));
              }
              added.put(Long.parseLong(entry.getKey()), AddedToken.of(entry.getValue(), false));
            });
  }

  private void addSpecial(ObjectNode special) {
    Map<String, AddedToken> before = new LinkedHashMap<>(named);
    addNames(special);
    addExtra(special.path(EXTRA));
    before.forEach(
        (name, token) -> {
          String now = named.get(name).content();
          if (!now.equals(token.content())) {
            disagreements.add(
                "%s is '%s' in %s, '%s' in %s, which counts"
                    .formatted(name, token.content(), CONFIG, now, SPECIAL));
          }
        });
  }

  private void addTokens(ObjectNode tokens, Path folder) {
    tokens
        .properties()
        .forEach(
            entry -> {
              if (!entry.getValue().canConvertToExactIntegral()) {
                throw new IllegalArgumentException(
                    "Invalid token '%s' in %s: %s (must be an id)"
                        .formatted(entry.getKey(), folder.resolve(ADDED), entry.getValue()));
              }
              added.put(entry.getValue().longValue(), token(entry.getKey()));
            });
  }

  private AddedToken token(String content) {
    boolean isSpecial =
        Stream.concat(STANDARD.stream().map(named::get).filter(Objects::nonNull), extra.stream())
            .anyMatch(token -> token.content().equals(content));
    return isSpecial ? AddedToken.special(content) : AddedToken.ordinary(content);
  }

  private void compareUnread(ObjectNode special, ObjectNode tokens) {
    special
        .properties()
        .forEach(
            entry -> {
              Optional<String> here =
                  Optional.ofNullable(named.get(entry.getKey())).map(AddedToken::content);
              if (AddedToken.isOne(entry.getValue())) {
                String there = AddedToken.of(entry.getValue(), true).content();
                if (!here.equals(Optional.of(there))) {
                  disagreements.add(
                      "%s is '%s' in %s, %s in %s, which counts, for it has %s"
                          .formatted(
                              entry.getKey(),
                              there,
                              SPECIAL,
                              here.map(token -> "'" + token + "'").orElse("absent"),
                              CONFIG,
                              DECODER));
                }
              }
            });
    tokens
        .properties()
        .forEach(
            entry -> {
              AddedToken here = added.get(entry.getValue().asLong(-1));
              if (here == null || !here.content().equals(entry.getKey())) {
                disagreements.add(
                    "'%s' is token %s in %s, but not in %s of %s, which counts"
                        .formatted(entry.getKey(), entry.getValue(), ADDED, DECODER, CONFIG));
              }
            });
  }

  /** Names special tokens that no file names, nor says that there are none. */
  void addDefaults(Map<String, String> tokens) {
    tokens.forEach(
        (name, content) -> {
          if (!config.has(name)) {
            named.putIfAbsent(name, AddedToken.special(content));
          }
        });
  }

  /** {@code tokenizer_config.json}; empty if it is missing. */
  ObjectNode config() {
    return config;
  }

  /** Whether {@code added_tokens_decoder} of the configuration says which tokens are added. */
  boolean hasDecoder() {
    return config.has(DECODER);
  }

  /** Special tokens by name, such as {@code bos_token}. */
  Map<String, AddedToken> named() {
    return named;
  }

  /** Special tokens in the order in which they are added: of standard names, of others, of none. */
  List<AddedToken> special() {
    List<AddedToken> special = new ArrayList<>();
    STANDARD.stream().map(named::get).filter(Objects::nonNull).forEach(special::add);
    named.entrySet().stream()
        .filter(entry -> !STANDARD.contains(entry.getKey()))
        .forEach(entry -> special.add(entry.getValue()));
    special.addAll(extra);
    return special;
  }

  /** Tokens that the files add, by the ids that they write. */
  SortedMap<Long, AddedToken> added() {
    return added;
  }

  /** Where the files contradict each other, and what counts. */
  List<String> disagreements() {
    return disagreements;
  }
}
