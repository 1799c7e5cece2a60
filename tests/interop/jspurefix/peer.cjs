// A desk or a broker on jspurefix, an engine that is not ours: `node peer.cjs desk|broker PORT ORDERS`. Prints a line for each thing that happens.
'use strict'
require('reflect-metadata')
const { SessionLauncher, AsciiSession, EmptyLogFactory } = require('jspurefix')

const [role, port, orders] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])]
const isDesk = role === 'desk'
const say = text => console.log(text)

const description = {
  application: {
    type: isDesk ? 'initiator' : 'acceptor',
    name: role,
    reconnectSeconds: 1,
    tcp: { host: '127.0.0.1', port },
    protocol: 'ascii',
    dictionary: 'qf44'
  },
  EncryptMethod: 0,
  ResetSeqNumFlag: isDesk,
  HeartBtInt: 30,
  SenderCompId: isDesk ? 'DESK' : 'BROKER',
  TargetCompID: isDesk ? 'BROKER' : 'DESK',
  BeginString: 'FIX.4.4'
}

class Peer extends AsciiSession {
  onReady () {
    say('logon')
    for (let i = 1; isDesk && i <= orders; i++) {
      this.send('D', {
        ClOrdID: String(i), Instrument: { Symbol: 'BTC-USD' }, Side: '1', TransactTime: new Date(),
        OrderQtyData: { OrderQty: 2 }, OrdType: '2', Price: 61250.5
      })
    }
  }

  onApplicationMsg (type, view) {
    const message = view.toObject()
    if (type === 'D') {
      say(`order ${message.ClOrdID}`)
      this.send('8', {
        OrderID: `R${message.ClOrdID}`, ClOrdID: message.ClOrdID, ExecID: message.ClOrdID, ExecType: '0', OrdStatus: '0',
        Instrument: { Symbol: 'BTC-USD' }, Side: '1', LeavesQty: 2, CumQty: 0, AvgPx: 0
      })
      return
    }
    say(type === '8' ? `execution ${message.ExecID}` : `unexpected ${type} ${message.Text}`)
    if (isDesk && Number(message.ExecID) === orders) this.done()
  }

  onLogon () { return true }
  onStopped (error) { say(`stopped${error ? ` ${error}` : ''}`); if (isDesk) process.exit(0) }
  onDecoded () {}
  onEncoded () {}
}

class Launcher extends SessionLauncher {
  constructor () { super(isDesk ? description : null, isDesk ? null : description, new EmptyLogFactory()) }
  makeFactory () { return { makeSession: config => new Peer(config) } }
}

process.stdin.resume()
process.stdin.on('end', () => process.exit(0))
new Launcher().run().catch(error => { say(`failed ${error}`); process.exit(1) })
