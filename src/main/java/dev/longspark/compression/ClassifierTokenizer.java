package dev.longspark.compression;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.longspark.files.NativeFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A token classifier's tokenizer with the marker tokens added: 100 special tokens whose ids follow
 * the base vocabulary, unless the file already has them.
 */
final class ClassifierTokenizer implements AutoCloseable {
  /** The native tokenizer truncates to 512 tokens and adds special ones unless told otherwise. */
  private static final Map<String, String> AS_IS =
      Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

  private final Path file;
  private final HuggingFaceTokenizer tokenizer;
  private final Map<Long, String> addedTokens;
  private final TokenFamily family;
  private final List<String> ends;
  private final String paddingToken;
  private final long[] endIds;
  private final long unknownId;

  private ClassifierTokenizer(
      HuggingFaceTokenizer tokenizer,
      MarkedTokenizerFile file,
      TokenFamily family,
      EndTokens endTokens) {
    this.file = file.path();
    this.tokenizer = tokenizer;
    this.addedTokens = file.addedTokens();
    this.family = family;
    this.ends = family.ends(endTokens);
    this.paddingToken = family.paddingToken(endTokens);
    this.endIds = ends.stream().mapToLong(name -> specialId(name)).toArray();
    this.unknownId = specialId(family.unknownToken());
  }

  /**
   * Opens {@code tokenizer.json} of a model's folder.
   *
   * @throws UncheckedIOException if it cannot be read
   * @throws IllegalArgumentException if it lacks a special token of the family
   */
  static ClassifierTokenizer open(Path modelDir, TokenFamily family, EndTokens endTokens) {
    NativeFiles.keepPrivate();
    MarkedTokenizerFile file = MarkedTokenizerFile.read(modelDir.resolve("tokenizer.json"));
    try (InputStream json = file.json()) {
      return new ClassifierTokenizer(
          HuggingFaceTokenizer.newInstance(json, AS_IS), file, family, endTokens);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot open " + file.path(), e);
    }
  }

  /**
   * Checks that an embedding has a row for every token.
   *
   * @throws IllegalArgumentException if there is a token beyond its rows
   */
  void requireRows(int rows) {
    long largest = Collections.max(addedTokens.keySet());
    if (largest >= rows) {
      throw new IllegalArgumentException(
          "Cannot score with "
              + file
              + ": its tokens with the "
              + ForceTokens.MARKERS
              + " markers go up to id "
              + largest
              + " but the embedding has "
              + rows
              + " rows");
    }
  }

  /** The token strings of a text; an unknown piece may stand as it is written. */
  List<String> pieces(String text) {
    return Arrays.asList(tokenizer.encode(text, false, false).getTokens());
  }

  /** The chunks' texts as the encoder gets them. */
  List<Chunk> chunks(List<String> texts) {
    if (texts.isEmpty()) {
      return List.of();
    }
    Encoding[] encodings = tokenizer.batchEncode(texts, false, false);
    return Arrays.stream(encodings).map(this::chunk).toList();
  }

  @Override
  public void close() {
    tokenizer.close();
  }

  private Chunk chunk(Encoding encoding) {
    long[] ids = encoding.getIds();
    long[] allIds = new long[ids.length + 2];
    List<String> names = new ArrayList<>(allIds.length);
    allIds[0] = endIds[0];
    names.add(ends.get(0));
    for (int i = 0; i < ids.length; i++) {
      String name = encoding.getTokens()[i];
      boolean known = ids[i] != unknownId && isName(name, ids[i]);
      allIds[i + 1] = known ? ids[i] : unknownId;
      names.add(known ? name : family.unknownToken());
    }
    allIds[ids.length + 1] = endIds[1];
    names.add(ends.get(1));
    return new Chunk(names, allIds, paddingToken);
  }

  /** An added token that took the blank before it along has a name that no vocabulary holds. */
  private boolean isName(String name, long id) {
    return addedTokens.getOrDefault(id, name).equals(name);
  }

  private long specialId(String name) {
    long[] ids = tokenizer.encode(name, false, false).getIds();
    if (ids.length != 1) {
      throw new IllegalArgumentException("Missing special token " + name + " in " + file);
    }
    return ids[0];
  }
}
