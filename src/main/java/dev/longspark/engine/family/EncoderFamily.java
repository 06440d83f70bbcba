package dev.longspark.engine.family;

import dev.longspark.engine.EncoderShape;

/** The token classifiers that can be read. */
public enum EncoderFamily implements ModelFamily {
  XLM_ROBERTA(EncoderShape.Family.XLM_ROBERTA, "XLMRobertaForTokenClassification", "xlm-roberta"),
  BERT(EncoderShape.Family.BERT, "BertForTokenClassification", "bert");

  private final EncoderShape.Family shape;
  private final String className;
  private final String modelType;

  EncoderFamily(EncoderShape.Family shape, String className, String modelType) {
    this.shape = shape;
    this.className = className;
    this.modelType = modelType;
  }

  /** What shapes call it. */
  public EncoderShape.Family shape() {
    return shape;
  }

  @Override
  public String className() {
    return className;
  }

  @Override
  public String modelType() {
    return modelType;
  }
}
