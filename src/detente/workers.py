"""Batches over the cores of one machine: the same answers in the same order as one process gives."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from typing import TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")

# Batches that must be waiting before other processes are started: each takes two seconds to load the models.
ENOUGH = 8
# Batches given out for each worker: one in work, one waiting, so that memory stays bounded and nobody idles.
AHEAD = 2


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def over_workers(
    work: Callable[[list[Item]], Iterable[Answer]],
    batches: Iterable[list[Item]],
    workers: int,
    lost: Callable[[Item], Answer],
) -> Iterator[Answer]:
    """`work` of each batch, answers in the order of the items.

    `work` is a function of a module, since other processes import it. With one worker, or with few batches, all
    happens in this process. Where a worker is killed (memory, most often), what it held is done again an item at a
    time, and an item that kills its worker again is answered by `lost`.
    """
    source = iter(batches)
    first = list(islice(source, ENOUGH)) if workers > 1 else []
    if workers <= 1 or len(first) < ENOUGH:
        for batch in chain(first, source):
            yield from work(batch)
        return
    source = chain(first, source)
    while unanswered := (yield from _together(work, source, workers)):
        yield from _one_by_one(work, chain.from_iterable(unanswered), lost)


def _together(
    work: Callable[[list[Item]], Iterable[Answer]], source: Iterator[list[Item]], workers: int
) -> Generator[Answer, None, list[list[Item]]]:
    """Answers until the batches are through or a worker is lost; returns the batches that were given out and have
    no answer then."""
    waiting: deque[tuple[list[Item], Future[list[Answer]]]] = deque()
    pool = _pool(workers)
    try:
        while True:
            while len(waiting) < workers * AHEAD and (batch := next(source, None)) is not None:
                try:
                    waiting.append((batch, pool.submit(_all_of, work, batch)))
                except BrokenProcessPool:
                    return [*(b for b, _ in waiting), batch]
            if not waiting:
                return []
            try:
                answers = waiting[0][1].result()
            except BrokenProcessPool:
                return [b for b, _ in waiting]
            waiting.popleft()
            yield from answers
    finally:
        # Idle workers are waited for: where the interpreter ends first, the pool's threads write to closed pipes.
        pool.shutdown(wait=not waiting, cancel_futures=True)


def _one_by_one(
    work: Callable[[list[Item]], Iterable[Answer]], items: Iterable[Item], lost: Callable[[Item], Answer]
) -> Iterator[Answer]:
    """The answers for each item, in a process beside this one: who kills it costs nobody else an answer."""
    pool = _pool(1)
    try:
        for item in items:
            try:
                answers = pool.submit(_all_of, work, [item]).result()
            except BrokenProcessPool:
                pool.shutdown()
                pool, answers = _pool(1), [lost(item)]
            yield from answers
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _all_of(work: Callable[[list[Item]], Iterable[Answer]], batch: list[Item]) -> list[Answer]:
    return list(work(batch))


def in_batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Items in lists of `size`, the last one shorter."""
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch


def _pool(workers: int) -> ProcessPoolExecutor:
    # One thread a process: the processes are what fills the cores. Read by the libraries when a worker loads them.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=spawn, initializer=_begin)


def _begin() -> None:
    """What a worker does first: leave Ctrl-C to the process that started it, and end when that one is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
