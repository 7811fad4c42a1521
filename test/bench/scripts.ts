/** A training script in Python of about so many lines: blocks, networks and loops over them. */
export function pythonScript(lines: number): string {
  return repeated(lines, PYTHON_HEAD, pythonPart);
}

/** The same in TypeScript, for TensorFlow.js. */
export function typescriptModule(lines: number): string {
  return repeated(lines, TYPESCRIPT_HEAD, typescriptPart);
}

function repeated(lines: number, head: string, part: (at: number) => string): string {
  const size = part(0).split("\n").length - 1;
  return head + Array.from({ length: Math.ceil(lines / size) }, (_, at) => part(at)).join("");
}

const PYTHON_HEAD = `"""Many networks, one file."""
import argparse
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader


`;

const pythonPart = (at: number): string => `class Block${String(at)}(nn.Module):
    """A residual block: 'narrow' (1x1), then "wide" (3x3)."""

    def __init__(self, width: int = ${String(16 + (at % 64))}, *, dropout: float = 0.1):
        super().__init__()
        self.narrow = nn.Conv2d(width, width // 4, kernel_size=1, bias=False)
        self.wide = nn.Conv2d(width // 4, width, 3, padding=1)
        self.norm = nn.BatchNorm2d(width)
        self.drop = nn.Dropout(p=dropout)

    def forward(self, x):
        y = F.relu(self.narrow(x))  # a quarter of the channels
        y = self.norm(self.wide(y))
        return self.drop(F.relu(x + y))


def train${String(at)}(folder: Path, epochs=10):
    model = nn.Sequential(Block${String(at)}(), nn.Flatten(), nn.Linear(64, 10))
    criterion = nn.CrossEntropyLoss(label_smoothing=0.1)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.01)
    loader = DataLoader(np.load(folder / f"part-{epochs}.npy"), batch_size=64, num_workers=2)
    for epoch in range(epochs):
        for images, labels in loader:
            optimizer.zero_grad()
            loss = criterion(model(images), labels)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
        print(f"{epoch}: {loss.item():.3f}")
    results = {
        "loss": loss.item(),
        "folder": str(folder),
    }
    return model, results


`;

const TYPESCRIPT_HEAD = `import * as tf from "@tensorflow/tfjs";
import type { Sample } from "./samples";

`;

const typescriptPart = (at: number): string => `/** Network ${String(at)}: it's a small one. */
export class Network${String(at)} {
  private readonly optimizer = tf.train.adam(0.001);

  constructor(private readonly classes = ${String(2 + (at % 30))}) {}

  build(side: number): tf.Sequential {
    const model = tf.sequential();
    model.add(tf.layers.conv2d({ inputShape: [side, side, 3], filters: 16, kernelSize: 3, activation: "relu" }));
    model.add(tf.layers.maxPooling2d({ poolSize: 2 }));
    model.add(tf.layers.dropout({ rate: 0.25 }));
    model.add(tf.layers.flatten());
    model.add(tf.layers.dense({ units: this.classes, activation: "softmax" }));
    model.compile({ optimizer: this.optimizer, loss: "categoricalCrossentropy", metrics: ["accuracy"] });
    return model;
  }

  async learn(samples: readonly Sample[]): Promise<number> {
    const [images, labels] = this.stacked(samples);
    const model = this.build(28);
    const { history } = await model.fit(images, labels, {
      batchSize: 32,
      epochs: 10,
      validationSplit: 0.1,
    });
    const losses = history["loss"] ?? [];
    return Number(losses[losses.length - 1]) / 2; // half of it
  }

  private stacked(samples: readonly Sample[]): [tf.Tensor, tf.Tensor] {
    const shown = samples.filter(({ name }) => /^(a|b)"?[/]/.test(name)).map((one) => \`\${one.name}: \${one.label}\`);
    console.log("network ${String(at)}", shown.join(", "));
    return [tf.stack(samples.map((one) => one.pixels)), tf.oneHot(samples.length, this.classes)];
  }
}

`;
