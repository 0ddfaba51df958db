import Protocols

extension AdminRoom {
  /// `GET /_cauce/ca.pem`: the certificate to trust (`AWS_CA_BUNDLE`) for `https://` on this port.
  func certificateAuthority(_ call: AdminCall) {
    guard let pem = authority?() else {
      call.answer(503, ["error": "there is no certificate"])
      return
    }
    call.answer(200, pem, type: "application/x-pem-file")
  }
}
