package dev.longspark.plan;

import dev.longspark.config.ModelEntry;
import dev.longspark.config.ModelEntry.Checkpoint;
import dev.longspark.config.ModelVariant;
import dev.longspark.config.Study;
import dev.longspark.hash.Digest;
import java.util.Locale;

/**
 * Names a run: a readable part and a hash over what all its results share: the study's first model
 * with its full checkpoint, protocols, generation settings and the kind of device. The same study
 * continues its run, and so does one with other tasks, numbers of samples or techniques, the
 * variants they need, or further models: only what is missing is generated. What each model and
 * technique is stands in the run's manifest by its {@link TechniqueIdentity}, and a run does not go
 * on under a name that means something else.
 */
public final class RunId {
  private static final int DIGITS = 10;

  private RunId() {}

  /**
   * The name of the run that a study starts or continues.
   *
   * @param plan of the study
   * @param checkpoints of the run
   */
  public static String of(StudyPlan plan, Fingerprints checkpoints) {
    Study study = plan.study();
    Digest digest = new Digest();
    ModelEntry model = study.models().get(0);
    digest.text(model.name()).text(model.weights().name()).text(Integer.toString(model.seed()));
    digest.text(Integer.toString(model.maxPromptTokens()));
    Checkpoint full = model.checkpoint(ModelVariant.FULL).orElseThrow();
    digest.text(full.kind().name()).text(checkpoints.of(full.path()));
    if (!model.tokenizer().isEmpty()) {
      digest.text(checkpoints.of(model.tokenizer()));
    }
    plan.cells().stream().map(cell -> cell.protocol().toString()).distinct().forEach(digest::text);
    digest.text(study.generation().toString());
    digest.text(study.resources().device().name());
    digest.text(Integer.toString(study.resources().devicesPerReplica()));
    if (study.resources().samplesInFlight() > 1) {
      // Their times are no sample's own.
      digest.text(study.resources().pipeline().name());
    }
    return readable(study.results().run()) + "-" + digest.hex(DIGITS);
  }

  private static String readable(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._]+", "-");
  }
}
