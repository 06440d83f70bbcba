package dev.longspark.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of a checkpoint's tokenizer as Hugging Face transformers reads them together. Its
 * tokenizer is what {@code tokenizer.json} says, but for what its {@link TokenizerClass} changes;
 * the tokens that it puts before and behind a text are always those of {@code tokenizer.json}.
 */
public final class TokenizerFiles {
  private static final String TOKENIZER = "tokenizer.json";
  private static final List<String> OTHER_KINDS =
      List.of("tokenizer.model", "tekken.json", "vocab.json", "spiece.model", "vocab.txt");

  private final Path folder;
  private final TokenizerSettings settings;
  private final TokenizerClass named;

  private TokenizerFiles(Path folder, TokenizerSettings settings) {
    this.folder = folder;
    this.settings = settings;
    this.named = TokenizerClass.of(folder, settings.config());
    if (named.isLlama() && Files.isRegularFile(tokenizerFile()) && named.rebuilds(tokenizer())) {
      settings.addDefaults(named.defaultTokens());
    }
  }

  /**
   * Reads the small files; {@code tokenizer.json} is read when it is asked for, or its class asks.
   *
   * @param folder the checkpoint's; it may have none of the files
   * @throws IllegalArgumentException if one is not sound
   * @throws UncheckedIOException if one cannot be read
   */
  public static TokenizerFiles read(Path folder) {
    return new TokenizerFiles(folder, TokenizerSettings.read(folder));
  }

  /** The special tokens that chat templates see, by name. */
  Map<String, String> specialTokens() {
    Map<String, String> texts = new HashMap<>();
    settings.named().forEach((name, token) -> texts.put(name, token.content()));
    return texts;
  }

  /** The chat template's source; empty if there is none. */
  Optional<String> chatTemplate() {
    return TemplateFiles.read(folder, settings.config()).source();
  }

  /**
   * The tokenizer's description if the files beside {@code tokenizer.json} change it; empty if that
   * file stands as it is.
   *
   * @throws IllegalArgumentException if it is not sound
   * @throws UncheckedIOException if it is missing
   */
  Optional<byte[]> changedTokenizer() {
    ObjectNode tokenizer = tokenizer();
    requireNoDropout(tokenizer);
    boolean rebuilds = named.rebuilds(tokenizer);
    AddedTokens tokens =
        rebuilds
            ? AddedTokens.anew(named.rebuilt(tokenizer), settings)
            : AddedTokens.of(tokenizer, settings);
    return rebuilds || tokens.isChanged()
        ? Optional.of(tokens.json().toString().getBytes(StandardCharsets.UTF_8))
        : Optional.empty();
  }

  /** The token of texts that the vocabulary does not have; empty where there is no such text. */
  public Optional<String> unknownToken() {
    JsonNode model = tokenizer().path("model");
    String named = model.path("unk_token").asText("");
    String numbered = model.path("vocab").path(model.path("unk_id").asInt(-1)).path(0).asText("");
    return Stream.of(named, numbered).filter(token -> !token.isEmpty()).findFirst();
  }

  /** Merges that are left out by chance give a text other ids each time. */
  private void requireNoDropout(JsonNode tokenizer) {
    JsonNode dropout = tokenizer.path("model").path("dropout");
    if (dropout.asDouble() != 0) {
      throw new IllegalArgumentException(
          "Invalid dropout of the model in "
              + tokenizerFile()
              + ": "
              + dropout
              + " (must be null: a text must have the same ids each time)");
    }
  }

  /** Where the file lies that describes the tokenizer. */
  Path tokenizerFile() {
    return folder.resolve(TOKENIZER);
  }

  private ObjectNode tokenizer() {
    if (!Files.isRegularFile(tokenizerFile())) {
      String other =
          OTHER_KINDS.stream()
              .filter(name -> Files.exists(folder.resolve(name)))
              .findFirst()
              .map(
                  name ->
                      " (%s is there, which is not read: save the tokenizer with transformers)"
                          .formatted(name))
              .orElse("");
      String message = "Missing tokenizer: " + tokenizerFile() + other;
      throw new UncheckedIOException(message, new FileNotFoundException(message));
    }
    return TokenizerLimits.read(tokenizerFile());
  }

  /**
   * Where the files contradict each other, and what counts, a line each.
   *
   * @throws IllegalArgumentException if {@code tokenizer.json} is not sound
   */
  public List<String> disagreements() {
    List<String> lines = new ArrayList<>(settings.disagreements());
    lines.addAll(TemplateFiles.read(folder, settings.config()).disagreements());
    if (Files.isRegularFile(tokenizerFile())) {
      ObjectNode tokenizer = tokenizer();
      named.disagreement(tokenizer).ifPresent(lines::add);
      lines.addAll(AddedTokens.of(tokenizer, settings).disagreements());
      compareEnds(tokenizer, lines);
    }
    return lines;
  }

  private void compareEnds(ObjectNode tokenizer, List<String> lines) {
    for (String name : List.of("bos_token", "eos_token")) {
      JsonNode asked = settings.config().path("add_" + name);
      String token = specialTokens().get(name);
      if (asked.isBoolean() && token != null) {
        boolean isAdded = adds(tokenizer.path("post_processor"), token);
        if (isAdded != asked.booleanValue()) {
          lines.add(
              "add_%s is %s in %s, but tokenizer.json, which counts, %s '%s'"
                  .formatted(
                      name,
                      asked,
                      TokenizerSettings.CONFIG,
                      isAdded ? "adds" : "does not add",
                      token));
        }
      }
    }
  }

  /** Whether a post-processor puts a token at an end of single texts. */
  private static boolean adds(JsonNode processor, String token) {
    for (JsonNode part : processor.path("processors")) {
      if (adds(part, token)) {
        return true;
      }
    }
    for (JsonNode piece : processor.path("single")) {
      if (piece.path("SpecialToken").path("id").asText().equals(token)) {
        return true;
      }
    }
    return processor.path("cls").path(0).asText().equals(token)
        || processor.path("sep").path(0).asText().equals(token);
  }
}
