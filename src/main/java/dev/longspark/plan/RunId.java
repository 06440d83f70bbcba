package dev.longspark.plan;

import dev.longspark.config.ModelEntry;
import dev.longspark.config.ModelEntry.Checkpoint;
import dev.longspark.config.Study;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/**
 * Names a run: a readable part and a hash over everything that changes its results. The same study
 * continues its run; another checkpoint, technique, protocol or generation setting starts another.
 * Tasks and numbers of samples are not in it: more of them continue the run.
 */
final class RunId {
  private static final int DIGITS = 10;

  private RunId() {}

  static String of(StudyPlan plan, Configuration hadoop) {
    Study study = plan.study();
    Digest digest = new Digest();
    for (ModelEntry model : study.models()) {
      digest.text(model.name()).text(model.weights().name()).text(Integer.toString(model.seed()));
      digest.text(Integer.toString(model.maxPromptTokens()));
      for (Checkpoint checkpoint : model.checkpoints().values()) {
        digest.text(checkpoint.kind().name());
        digest.text(CheckpointIdentity.of(checkpoint.path(), hadoop));
        checkpoint
            .fourBitPath()
            .ifPresent(folder -> digest.text(CheckpointIdentity.of(folder, hadoop)));
      }
      if (!model.tokenizer().isEmpty()) {
        digest.text(CheckpointIdentity.of(model.tokenizer(), hadoop));
      }
    }
    List<Technique> techniques = plan.cells().stream().map(Cell::technique).distinct().toList();
    techniques.forEach(technique -> add(digest, technique));
    if (techniques.stream().anyMatch(RunId::compresses)) {
      digest.text(CheckpointIdentity.of(study.compressor().checkpoint(), hadoop));
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

  private static boolean compresses(Technique technique) {
    return technique.compression() instanceof PromptCompression.LlmLingua2;
  }

  /** Folders are in it as what they hold, not as where they lie. */
  private static void add(Digest digest, Technique technique) {
    digest.text(technique.name()).text(technique.variant().name());
    digest.text(technique.weights().toString()).text(technique.cache().toString());
    if (technique.compression() instanceof PromptCompression.LlmLingua2 lingua) {
      digest.text(lingua.spec().settings().toString()).text(lingua.spec().model().counter());
      digest.text(lingua.spec().model().precision().name());
    }
  }

  private static String readable(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._]+", "-");
  }
}
