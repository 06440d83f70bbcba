package dev.longspark.cli;

import dev.longspark.data.Protocol;
import dev.longspark.prompt.ChatEncoder;
import dev.longspark.prompt.ChatMessage;
import dev.longspark.prompt.ChatTemplate;
import dev.longspark.prompt.SpecialTokens;
import dev.longspark.prompt.TokenIds;
import dev.longspark.prompt.Tokenizer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a model is given. */
@Command(
    name = "prompt",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Prints a prompt as the model's chat template makes it, and its token ids, special tokens"
            + " marked as ID=TOKEN; or renders templates of a file, one a line.",
    footer = {
      "",
      "A file of messages holds a JSON list of {\"role\", \"content\"}, or an object with",
      "\"messages\" and whatever else the template is to see, such as \"tools\".",
      "A line of --lines is {\"id\", \"template\", \"context\"}; a line of --out is {\"id\", \"text\"} or",
      "{\"id\", \"error\"}.",
      "",
      "Examples:",
      "  longspark prompt --model models/llama-8b",
      "  longspark prompt --model models/llama-8b --study my-study.yaml --task qasper --sample 3",
      "  longspark prompt --model models/llama-8b --messages chat.json --date 2024-07-26",
      "  longspark prompt --lines templates.jsonl --out texts.jsonl"
    })
final class PromptCommand implements Callable<Integer> {
  private static final String PROBE = "What is written here?";

  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "Its tokenizer.json and chat template.")
  private Path model;

  @Option(
      names = "--study",
      paramLabel = "STUDY",
      description = "Take a sample of its data, by its protocol.")
  private Path study;

  @Option(names = "--task", paramLabel = "T", description = "The sample's task.")
  private String task;

  @Option(
      names = "--sample",
      paramLabel = "N",
      defaultValue = "1",
      description = "The sample's place in its task, from 1 (default: ${DEFAULT-VALUE}).")
  private int sample;

  @Option(
      names = "--messages",
      paramLabel = "FILE",
      description = "A conversation, in JSON, in place of a short question.")
  private Path messages;

  @Option(
      names = "--date",
      paramLabel = "D",
      description = "What strftime_now prints, such as 2024-07-26 (default: the protocol's day).")
  private LocalDate date;

  @Option(names = "--ids", description = "Print the token ids only, as generate takes them.")
  private boolean idsOnly;

  @Option(
      names = "--lines",
      paramLabel = "FILE",
      description = "Render each line's template with its context.")
  private Path lines;

  @Option(names = "--out", paramLabel = "FILE", description = "Where the texts of --lines go.")
  private Path out;

  @Override
  public Integer call() {
    if ((lines == null) != (out == null)) {
      throw badUsage("Missing " + (lines == null ? "--lines" : "--out") + ": the two go together");
    }
    if ((model == null) == (lines == null)) {
      throw badUsage("Invalid options: give either --model or --lines and --out");
    }
    if (study != null && messages != null) {
      throw badUsage("Invalid options: give --study or --messages, not both");
    }
    if ((study == null) != (task == null)) {
      throw badUsage("Missing " + (study == null ? "--study" : "--task") + ": the two go together");
    }
    if (lines != null) {
      say(TemplateLines.render(lines, out, day()));
      return ExitCode.OK;
    }
    try (Tokenizer tokenizer = Tokenizer.open(model)) {
      RenderedPrompt rendered = rendered(tokenizer);
      print(rendered, tokenizer);
      say(rendered.ids().size() + " tokens");
    }
    return ExitCode.OK;
  }

  private LocalDate day() {
    return date == null ? Protocol.LONGBENCH.day() : date;
  }

  private RenderedPrompt rendered(Tokenizer tokenizer) {
    ChatTemplate template = ChatTemplate.read(model);
    if (study != null) {
      return new SamplePrompt(model, tokenizer, template).render(study, task, sample, date);
    }
    template.requirePresent();
    String text =
        messages == null
            ? template.render(List.of(ChatMessage.user(PROBE)), day())
            : template.render(TemplateLines.conversation(messages), day());
    return new RenderedPrompt(text, new ChatEncoder(tokenizer).encode(text));
  }

  private void print(RenderedPrompt rendered, Tokenizer tokenizer) {
    PrintWriter output = spec.commandLine().getOut();
    if (idsOnly) {
      output.println(
          rendered.ids().stream().mapToObj(String::valueOf).collect(Collectors.joining(",")));
    } else {
      output.println(rendered.text());
      output.println(
          rendered.ids().stream()
              .mapToObj(id -> marked(id, tokenizer))
              .collect(Collectors.joining(" ")));
    }
    output.flush();
  }

  /** An id, with its token if decoding leaves it out of texts. */
  private static String marked(int id, Tokenizer tokenizer) {
    TokenIds alone = TokenIds.of(id);
    boolean special = tokenizer.decode(alone, SpecialTokens.OMITTED).isEmpty();
    String token = special ? tokenizer.decode(alone, SpecialTokens.ADDED) : "";
    return token.isEmpty() ? String.valueOf(id) : id + "=" + token;
  }

  private void say(String message) {
    spec.commandLine().getErr().println(message);
    spec.commandLine().getErr().flush();
  }

  private ParameterException badUsage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
