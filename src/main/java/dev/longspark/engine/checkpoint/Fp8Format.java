package dev.longspark.engine.checkpoint;

import dev.longspark.engine.LinearShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.family.JsonObject;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * E4M3 matrices with a scale for each block of 128 x 128, as DeepSeek and Qwen3 publish them
 * ({@code weight_scale_inv}, which is multiplied all the same), or one for all ({@code
 * weight_scale}). Blocks count from the first row; the last is cut.
 *
 * <p>Deviation: inputs are not rounded, whatever {@code activation_scheme} says; a CPU has no such
 * product.
 *
 * @param blocks whether there is a scale for each block
 * @param plain the modules in full precision
 */
record Fp8Format(boolean blocks, Fp8Tiles tiles, PlainModules plain) implements StoredFormat {
  static final String METHOD = "fp8";
  private static final String BLOCK = "weight_block_size";
  private static final String SCALE = "weight_scale";
  private static final String BLOCK_SCALE = "weight_scale_inv";

  /** The largest exponents away, so that random bytes are ordinary numbers. */
  private static final int RANDOM_MASK = 0xb7;

  /** Deviation of the numbers that such bytes stand for. */
  private static final double RANDOM_DEVIATION = 0.45;

  static StoredFormat read(JsonObject json) {
    if (!json.text("fmt", "e4m3").equals("e4m3")) {
      throw json.invalid("fmt", "must be e4m3: take the model's bf16 files");
    }
    boolean blocks = json.has(BLOCK);
    List<String> names = new ArrayList<>();
    names.addAll(PlainModules.read(json, "modules_to_not_convert").names());
    names.addAll(PlainModules.read(json, "ignored_layers").names());
    return new Fp8Format(
        blocks, blocks ? tiles(json, BLOCK) : Fp8Tiles.WHOLE, new PlainModules(names));
  }

  /** Two extents. */
  static Fp8Tiles tiles(JsonObject json, String key) {
    List<Integer> sizes = new ArrayList<>();
    json.node().get(key).forEach(each -> sizes.add(each.asInt()));
    if (sizes.size() != 2 || sizes.get(0) < 1 || sizes.get(1) < 1) {
      throw json.invalid(key, "must be two sizes > 0, such as [128, 128]");
    }
    return new Fp8Tiles(sizes.get(0), sizes.get(1));
  }

  @Override
  public Set<String> words() {
    return Set.of(METHOD);
  }

  @Override
  public String label() {
    return "Fp8";
  }

  @Override
  public long keptBytes(LinearShape matrix, Precision precision) {
    return plain.contains(matrix.name())
        ? matrix.weights() * precision.bytes()
        : tiles.bytes(matrix, Float.BYTES);
  }

  @Override
  public List<String> parts() {
    return List.of(SCALE, BLOCK_SCALE, "input_scale");
  }

  private String scale() {
    return blocks ? BLOCK_SCALE : SCALE;
  }

  @Override
  public boolean holds(TensorSource source, String matrix) {
    return source.has(matrix + "." + scale());
  }

  @Override
  public void require(StoredParts parts) {
    tiles.require(parts, scale());
  }

  @Override
  public MatrixReader reader(TensorPlace place) {
    ScriptProgram program = ScriptProgram.load("layouts", place.device());
    return new Reader(this, place, new Fp8Tiles.Tools(program, new CodePacking(place)));
  }

  @Override
  public RandomParts random(List<LinearShape> matrices) {
    RandomParts parts = new RandomParts();
    for (LinearShape matrix : matrices) {
      double scale = 1 / (RANDOM_DEVIATION * Math.sqrt(matrix.inputs()));
      addRandom(parts, matrix);
      List<Long> counts = tiles.scales(matrix);
      parts.addScales(matrix, scale(), scale, counts.get(0), counts.get(1));
    }
    return parts;
  }

  /** E4M3 numbers below 2. */
  private static void addRandom(RandomParts parts, LinearShape matrix) {
    parts.addBytes(
        matrix, "weight", RANDOM_MASK, StoredType.F8_E4M3, matrix.outputs(), matrix.inputs());
  }

  private record Reader(Fp8Format format, TensorPlace place, Fp8Tiles.Tools tools)
      implements MatrixReader {
    @Override
    public StoredMatrix matrix(String name) {
      try (Tensor scales = place.stored(name + "." + format.scale())) {
        return format.tiles.read(name, place.stored(name + ".weight"), scales, tools);
      }
    }

    @Override
    public void close() {
      tools.program().close();
      tools.packing().close();
    }
  }
}
