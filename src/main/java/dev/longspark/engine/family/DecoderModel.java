package dev.longspark.engine.family;

import dev.longspark.engine.LinearShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.VectorShape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a config.json describes: a shape, and the family whose files name its tensors.
 *
 * @param family that reads the config.json
 * @param shape that it says
 */
public record DecoderModel(DecoderFamily family, ModelShape shape) {
  /**
   * Reads a config.json.
   *
   * @throws IllegalArgumentException if it is not sound, or says what the programs do not compute
   */
  public static DecoderModel of(JsonObject config) {
    DecoderFamily family = Families.decoder(config);
    ModelShape shape = family.shape(config);
    ProgramLimits.require(shape, config.place());
    return new DecoderModel(family, shape);
  }

  /** The embedding's tensor. */
  public String embedding() {
    return family.embedding();
  }

  /** The tensor of the norm behind the last layer. */
  public String finalNorm() {
    return family.finalNorm();
  }

  /** The output matrix, without ending. */
  public String headName() {
    return family.head();
  }

  /** The output matrix; none where it is the embedding. */
  public List<LinearShape> head() {
    return shape.tiedEmbeddings()
        ? List.of()
        : List.of(new LinearShape(family.head(), shape.vocabulary(), shape.hidden()));
  }

  /** The prefix of everything in one decoder block, without dot. */
  public String layer(int index) {
    return family.layer(index);
  }

  /** What the files call a layer's matrix, without ending. */
  public String linear(int layer, LinearShape linear) {
    return layer(layer) + "." + family.linear(linear.name());
  }

  /** What the files call a layer's vector. */
  public String vector(int layer, VectorShape vector) {
    return layer(layer) + "." + family.vector(vector.name());
  }

  /** The matrices of a layer under the names of the files. */
  public List<LinearShape> linears(int layer) {
    return shape.layers().get(layer).linears(shape.hidden()).stream()
        .map(linear -> linear.named(linear(layer, linear)))
        .toList();
  }

  /** The vectors of a layer under the names of the files. */
  public List<VectorShape> vectors(int layer) {
    return shape.layers().get(layer).vectors(shape.hidden()).stream()
        .map(vector -> new VectorShape(vector(layer, vector), vector.width()))
        .toList();
  }

  /** The matrices of all layers, which a weight format may quantize, in layer order. */
  public List<LinearShape> blockLinears() {
    return IntStream.range(0, shape.layers().size())
        .mapToObj(this::linears)
        .flatMap(List::stream)
        .toList();
  }

  /** The norms: those of all layers with their other vectors, and the last one. */
  public List<VectorShape> vectors() {
    List<VectorShape> vectors =
        new ArrayList<>(
            IntStream.range(0, shape.layers().size())
                .mapToObj(this::vectors)
                .flatMap(List::stream)
                .toList());
    vectors.add(new VectorShape(family.finalNorm(), shape.hidden()));
    return vectors;
  }
}
