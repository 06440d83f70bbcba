/**
 * Files and places as other programs leave them: JSON that Python wrote, files that are not there
 * yet or are of another form, paths with colons and {@code ~}. What cannot be read is named with
 * its file in one line.
 *
 * <p>Start reading at {@link dev.longspark.files.JsonFile}.
 */
package dev.longspark.files;
