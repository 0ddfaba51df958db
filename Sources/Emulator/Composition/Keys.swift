import Protocols
import Runtime

/// The access keys that the command line gave.
struct Keys {
  private var keys: [String: KnownKey] = [:]

  init(_ options: EmulatorOptions) {
    for credential in options.credentials {
      let account = credential.account ?? options.account
      let caller = Caller(
        accessKey: credential.accessKey, arn: "arn:aws:iam::\(account):root", account: account)
      keys[credential.accessKey] = KnownKey(caller: caller, secret: credential.secret)
    }
  }

  subscript(_ accessKey: String) -> KnownKey? { keys[accessKey] }
}
