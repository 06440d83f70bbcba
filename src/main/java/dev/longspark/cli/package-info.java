/**
 * A command line into one of the jobs: picocli commands, exit codes 0 (done), 1 (work failed) and 2
 * (bad usage or study file). Data goes to standard output, messages for people to standard error.
 *
 * <p>Start reading at {@link dev.longspark.cli.Longspark}.
 */
package dev.longspark.cli;
