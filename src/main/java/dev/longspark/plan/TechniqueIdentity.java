package dev.longspark.plan;

import dev.longspark.compression.CompressionSpec;
import dev.longspark.config.ModelEntry;
import dev.longspark.config.ModelSource;
import dev.longspark.hash.Digest;
import java.util.HashMap;
import java.util.Map;

/**
 * A fingerprint of what a technique does with a model: its axes, what its checkpoint, tokenizer and
 * compressor hold, wherever they lie, and the model's own settings. Equal ones give equal results.
 */
public final class TechniqueIdentity {
  private static final int DIGITS = 16;

  private final StudyPlan plan;
  private final Fingerprints checkpoints;
  private final Map<CompressionSpec, String> compressions = new HashMap<>();

  /**
   * For the cells of a plan.
   *
   * @param checkpoints of the run
   */
  public TechniqueIdentity(StudyPlan plan, Fingerprints checkpoints) {
    this.plan = plan;
    this.checkpoints = checkpoints;
  }

  /** The fingerprint of a cell's model and technique; tasks and protocols play no part. */
  public String of(Cell cell) {
    Technique technique = cell.technique();
    Digest digest = new Digest();
    digest.text(technique.variant().name()).text(technique.weights().identity());
    digest.text(technique.cache().toString());
    ModelEntry model = plan.model(cell);
    digest.text(
        model
            .source()
            .map(
                files -> checkpoints.of(plan.weights(cell).orElseThrow().checkpoint()),
                ModelSource.Endpoint::address));
    addModel(digest, model);
    if (technique.batching().isShared()) {
      digest.text("batch").text(technique.batching().toString());
    }
    if (technique.compression() instanceof PromptCompression.LlmLingua2 lingua) {
      digest.text(
          compressions.computeIfAbsent(
              lingua.spec(), spec -> CompressionIdentity.of(spec, checkpoints)));
    }
    return digest.hex(DIGITS);
  }

  private void addModel(Digest digest, ModelEntry model) {
    if (model.isRandom()) {
      model
          .checkpoints()
          .ifPresent(files -> digest.text("random").text(String.valueOf(files.seed())));
    }
    if (model.maxPromptTokens() > 0) {
      digest.text("at most").text(Integer.toString(model.maxPromptTokens()));
    }
    model
        .checkpoints()
        .map(ModelSource.Checkpoints::tokenizer)
        .filter(tokenizer -> !tokenizer.isEmpty())
        .ifPresent(tokenizer -> digest.text(checkpoints.of(tokenizer)));
  }
}
