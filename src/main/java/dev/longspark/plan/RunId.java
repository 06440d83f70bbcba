package dev.longspark.plan;

import dev.longspark.config.ModelEntry;
import dev.longspark.config.ModelSource;
import dev.longspark.config.Study;
import dev.longspark.files.FileName;
import dev.longspark.hash.Digest;
import java.util.ArrayList;
import java.util.List;
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
    digest.text(model.name());
    digest.texts(
        model
            .source()
            .map(
                files -> of(files, model.maxPromptTokens(), checkpoints),
                endpoint -> of(endpoint, model.maxPromptTokens())));
    plan.cells().stream().map(cell -> cell.protocol().toString()).distinct().forEach(digest::text);
    Study.Generation generation = study.generation();
    // Further batches are further techniques. The words are those of earlier versions.
    digest.text(
        "Generation[maxNewTokens=%d, forcedLength=%d, prefillChunk=%d, batch=1]"
            .formatted(
                generation.maxNewTokens(), generation.forcedLength(), generation.prefillChunk()));
    digest.text(study.resources().device().name());
    digest.text(Integer.toString(study.resources().devicesPerReplica()));
    if (study.resources().samplesInFlight() > 1) {
      // Their times are no sample's own.
      digest.text(study.resources().pipeline().name());
    }
    String run = readable(study.results().run()) + "-" + digest.hex(DIGITS);
    return FileName.of("results.run", run);
  }

  private static List<String> of(
      ModelSource.Checkpoints files, int maxPromptTokens, Fingerprints checkpoints) {
    List<String> parts = new ArrayList<>();
    parts.add(files.weights().name());
    parts.add(Integer.toString(files.seed()));
    parts.add(Integer.toString(maxPromptTokens));
    parts.add(files.full().kind().name());
    parts.add(checkpoints.of(files.full().path()));
    if (!files.tokenizer().isEmpty()) {
      parts.add(checkpoints.of(files.tokenizer()));
    }
    return parts;
  }

  /** What it holds is not known: another address is another model, the same one the same. */
  private static List<String> of(ModelSource.Endpoint endpoint, int maxPromptTokens) {
    return List.of("endpoint", endpoint.address(), Integer.toString(maxPromptTokens));
  }

  private static String readable(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._]+", "-");
  }
}
