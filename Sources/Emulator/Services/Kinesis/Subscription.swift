import Protocols
import Runtime
import Storage

/// One consumer's subscription to one shard: reads what was committed and pushes it, a heartbeat where nothing comes, and
/// ends after its time, at the end of a closed shard, or with its stream. Deregistering its consumer does not end it
/// (recorded from AWS).
///
/// `@unchecked Sendable`: Loop only; its timers carry it.
final class Subscription: @unchecked Sendable {
  let consumer: StreamConsumer
  let shard: StreamShard
  /// Milliseconds of the emulator's clock.
  let started: Int
  private let service: KinesisService
  private let stream: Stream
  private let body: EventStreamBody
  /// The next counter to give.
  private var counter: Int
  /// When the last event left.
  private var lastSent: Int
  /// The client takes more.
  private var isReady = false
  private var isOver = false
  private var following: Int?
  private var timers: [Int] = []
  /// Counts the heartbeats that were armed, so that an older one is known for what it is.
  private var beat = 0
  /// Under `--kinesis-throttle`.
  private var pace: SubscriptionPace?
  /// What is there must wait until this timer.
  private var waiting: Int?

  private static let heartbeat = 5000
  /// Bytes of data in one event (recorded from AWS).
  private static let eventLimit = 7_864_320

  init(
    _ service: KinesisService, _ stream: Stream, _ consumer: StreamConsumer, _ shard: StreamShard, counter: Int,
    _ body: EventStreamBody, now: Int
  ) {
    self.service = service
    self.stream = stream
    self.consumer = consumer
    self.shard = shard
    self.counter = counter
    self.body = body
    started = now
    lastSent = now
    if service.throttles { pace = SubscriptionPace() }
  }

  private var setting: ServiceSetting { service.setting }
  private var now: Int { Int(setting.clock.milliseconds) }

  /// The answer is on its way: the round that made it is committed.
  func begin() {
    body.onReady = { [self] in
      isReady = true
      pump()
    }
    body.onClosed = { [self] in over() }
    following = service.follow(stream.arn) { [self] in pump() }
    let end = Int64(started + setting.configuration.kinesisSubscription)
    timers.append(setting.workers.at(milliseconds: end) { [self] in finish() })
    arm()
  }

  /// Ends plainly: its time is over, or another has taken over.
  func finish() {
    if isOver { return }
    body.finish()
    over()
  }

  private func over() {
    if isOver { return }
    isOver = true
    if let following { service.unfollow(stream.arn, following) }
    for timer in timers + [waiting].compactMap({ $0 }) { setting.workers.cancelTimer(timer) }
    body.onReady = nil
    body.onClosed = nil
    service.subscriptions.remove(self)
  }

  // MARK: Events

  /// Sends what there is, as far as the client takes it.
  private func pump() {
    while isReady, !isOver {
      guard service.store.stream(id: stream.id) === stream else {
        body.fail(.streamNotFound(stream.name, stream.account))
        return over()
      }
      if mustWait() { return }
      let event: Values<SubscribeToShard.Event>
      do throws(AWSError) {
        guard let next = try nextEvent() else { return }
        event = next
      } catch {
        body.fail(AWSError("InternalFailureException", "The shard could not be read."))
        return over()
      }
      let isLast = event[SubscribeToShard.Event.continuationSequenceNumber] == nil
      send(event)
      if isLast { return finish() }
    }
  }

  /// What was pushed lately is not paid for yet; it goes on by itself.
  private func mustWait() -> Bool {
    if waiting != nil { return true }
    let now = now
    guard let wait = pace?.wait(now: now), wait > 0 else { return false }
    waiting = setting.workers.at(milliseconds: Int64(now + wait)) { [self] in
      waiting = nil
      pump()
    }
    return true
  }

  private func send(_ event: Values<SubscribeToShard.Event>) {
    lastSent = now
    isReady = body.send("SubscribeToShardEvent", event.structure)
  }

  /// nil: nothing new.
  private func nextEvent() throws(AWSError) -> Values<SubscribeToShard.Event>? {
    let now = now
    let start = max(counter, try service.store.trimHorizon(of: shard, in: stream, now: now))
    var records: [Values<Record>] = []
    var bytes = 0
    var next = start
    var last = (counter: 0, time: 0)
    if start <= shard.tail.counter {
      try service.store.records(of: shard, from: start, limit: 10_000) { record in
        if !records.isEmpty, bytes + record.data.count > Subscription.eventLimit { return false }
        bytes += record.data.count
        next = record.counter + 1
        last = (record.counter, record.time)
        records.append(Record.of(record, in: shard))
        return true
      }
    }
    if records.isEmpty {
      guard let closing = shard.closing else { return nil }
      return .with {
        $0[SubscribeToShard.Event.records] = []
        $0[SubscribeToShard.Event.millisBehindLatest] = max(0, now - closing.at) / 1000 * 1000
        $0[SubscribeToShard.Event.childShards] = ChildShard.of(shard, in: stream)
      }
    }
    counter = next
    pace?.take(bytes)
    let isCaughtUp = next > shard.tail.counter
    return .with {
      $0[SubscribeToShard.Event.records] = records
      $0[SubscribeToShard.Event.continuationSequenceNumber] =
        shard.sequenceNumber(counter: last.counter, milliseconds: last.time).text
      // The age of the event's last record, in whole seconds (recorded from AWS).
      $0[SubscribeToShard.Event.millisBehindLatest] = isCaughtUp ? 0 : max(0, now - last.time) / 1000 * 1000
    }
  }

  // MARK: Heartbeats

  /// By the emulator's clock; while that stands by the machine's as well, since the client waits by its own.
  private func arm() {
    beat += 1
    let mine = beat
    let due = Int64(max(lastSent + Subscription.heartbeat, now + 1))
    for timer in timers.dropFirst() { setting.workers.cancelTimer(timer) }
    timers = Array(timers.prefix(1)) + [setting.workers.at(milliseconds: due) { [self] in tick(mine, always: false) }]
    if setting.clock.isFrozen {
      setting.cloud.loop.after(milliseconds: Subscription.heartbeat) { [self] in tick(mine, always: true) }
    }
  }

  private func tick(_ mine: Int, always: Bool) {
    if isOver || mine != beat { return }
    if isReady, waiting == nil, always || now - lastSent >= Subscription.heartbeat {
      // The last record's counter with the present time: the number grows with every heartbeat, and reading after it
      // goes on behind that record.
      send(
        .with {
          $0[SubscribeToShard.Event.records] = []
          $0[SubscribeToShard.Event.continuationSequenceNumber] =
            shard.sequenceNumber(counter: counter - 1, milliseconds: now).text
          $0[SubscribeToShard.Event.millisBehindLatest] = 0
        })
    }
    arm()
  }
}

/// The subscriptions that are open, and when each consumer last subscribed to each shard. Loop only.
final class Subscriptions {
  private struct Key: Hashable {
    var consumer: Int
    var shard: Int
  }

  private var open: [Key: Subscription] = [:]
  private var started: [Key: Int] = [:]

  /// A second subscription within so many milliseconds is refused.
  private static let interval = 5000

  private func key(_ consumer: StreamConsumer, _ shard: StreamShard) -> Key {
    Key(consumer: consumer.id, shard: shard.index)
  }

  func refuses(_ consumer: StreamConsumer, _ shard: StreamShard, now: Int) -> Bool {
    guard let last = started[key(consumer, shard)] else { return false }
    return now - last < Subscriptions.interval
  }

  /// Begins the subscription once the round is committed; one that is open ends.
  func add(_ subscription: Subscription, in round: Round) {
    let key = key(subscription.consumer, subscription.shard)
    started = started.filter { subscription.started - $0.value < Subscriptions.interval }
    let before = started[key]
    started[key] = subscription.started
    round.onUndo { [self] in started[key] = before }
    round.afterCommit { [self] in
      let old = open[key]
      open[key] = subscription
      old?.finish()
      subscription.begin()
    }
  }

  func remove(_ subscription: Subscription) {
    let key = key(subscription.consumer, subscription.shard)
    if open[key] === subscription { open[key] = nil }
  }

  func endAll() { for subscription in Array(open.values) { subscription.finish() } }
}
