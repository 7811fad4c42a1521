# Rest the pointer on a name of PyTorch, and see what it does to training.
import torch
import torch.nn as nn
from torch.optim.lr_scheduler import CosineAnnealingLR


def make_model(classes):
    return nn.Sequential(
        nn.Conv2d(3, 32, kernel_size=3, padding=1, bias=False),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Dropout(p=0.2),
        nn.Linear(32 * 16 * 16, classes),
    )


def train(batches, classes=10, epochs=20):
    model = make_model(classes)
    criterion = nn.CrossEntropyLoss(label_smoothing=0.1)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.01)
    schedule = CosineAnnealingLR(optimizer, T_max=epochs)
    for _ in range(epochs):
        model.train()
        for images, labels in batches:
            optimizer.zero_grad()
            loss = criterion(model(images), labels)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
        schedule.step()
    torch.onnx.export(model.eval(), torch.zeros(1, 3, 32, 32), "model.onnx")
