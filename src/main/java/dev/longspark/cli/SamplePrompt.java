package dev.longspark.cli;

import dev.longspark.config.StudyFile;
import dev.longspark.data.Protocol;
import dev.longspark.data.Sample;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.files.HadoopSettings;
import dev.longspark.inference.CellRules;
import dev.longspark.plan.Cell;
import dev.longspark.plan.StudyPlan;
import dev.longspark.plan.StudyResolver;
import dev.longspark.prompt.ChatTemplate;
import dev.longspark.prompt.PromptBuilder;
import dev.longspark.prompt.Tokenizer;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A study's sample as the prompt that a run would give to a model.
 *
 * @param model the checkpoint's folder
 * @param tokenizer the model's
 * @param template the model's
 */
record SamplePrompt(Path model, Tokenizer tokenizer, ChatTemplate template) {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("dd MMM uuuu", Locale.ENGLISH);

  /**
   * The prompt by the rules of the study's first cell of the task.
   *
   * @param number the sample's place, from 1
   * @param date in place of the protocol's, {@code null} for that
   * @throws IllegalArgumentException if the study has no such task or sample
   */
  RenderedPrompt render(Path study, String task, int number, LocalDate date) {
    StudyPlan plan =
        StudyResolver.plan(StudyFile.read(study, List.of()), HadoopSettings.ofProcess());
    Cell cell =
        plan.cells().stream()
            .filter(candidate -> candidate.task().name().equals(task))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Invalid --task: '%s' is none of the study's %s"
                            .formatted(task, plan.study().tasks())));
    Sample sample = sample(study, task, number);
    Protocol protocol = CellRules.of(plan, cell).protocol();
    if (date != null) {
      protocol =
          new Protocol(
              protocol.name(),
              protocol.prompts(),
              protocol.maxNewTokens(),
              protocol.stop(),
              protocol.answer(),
              protocol.maxPromptTokens(),
              DATE.format(date));
    }
    int positions = Checkpoint.shapeOf(model).maxPositions();
    PromptBuilder prompts = new PromptBuilder(tokenizer, template, protocol, positions);
    return new RenderedPrompt(
        prompts.text(cell.task(), sample, sample.context()),
        prompts.build(cell.task(), sample, sample.context()).ids());
  }

  private static Sample sample(Path study, String task, int number) {
    if (number < 1) {
      throw new IllegalArgumentException("Invalid --sample: " + number + " (must be >= 1)");
    }
    List<String> only =
        List.of("tasks=[" + task + "]", "data.samples-per-task=" + number, "data.malformed=skip");
    List<Sample> samples = new ArrayList<>();
    StudyResolver.plan(StudyFile.read(study, only))
        .readSamples(HadoopSettings.ofProcess(), samples::add);
    if (samples.size() < number) {
      throw new IllegalArgumentException(
          "Invalid --sample: %d (task %s has %d)".formatted(number, task, samples.size()));
    }
    return samples.get(number - 1);
  }
}
