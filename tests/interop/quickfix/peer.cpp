// A counterparty built on QuickFIX (C++), for the interop tests of MarginRouter.Fix. Development only: the product never needs it.
//
//   peer desk   SETTINGS    connects and sends orders
//   peer broker SETTINGS    accepts and answers every order with an execution report of the same number
//
// Order number n has ClOrdID (11) n, and ExecID (17) n in its report. Standard input takes commands, one a line:
//   send FIRST LAST         desk: send these orders, at most WINDOW of them unanswered
//   quit                    log out and stop; the end of the input does the same
// Standard output tells what happens, one line each, written at once so that it outlives a SIGKILL:
//   logon SENDER TARGET     logged on; the numbers that come next in each direction
//   logout
//   order N [dup]           broker: taken; dup when PossDupFlag (43) was set
//   execution N [dup]       desk: taken
//   stopped SENDER TARGET   the numbers after the logout
#include <quickfix/Application.h>
#include <quickfix/FileStore.h>
#include <quickfix/Message.h>
#include <quickfix/Session.h>
#include <quickfix/SessionSettings.h>
#include <quickfix/SocketAcceptor.h>
#include <quickfix/SocketInitiator.h>
#include <quickfix/Values.h>

#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>

namespace {

const long WINDOW = 256;

void say(const std::string& line) {
    const std::string text = line + "\n";
    if (::write(STDOUT_FILENO, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
        std::_Exit(3);  // The test has gone.
    }
}

std::string numbers(const FIX::SessionID& id) {
    FIX::Session* session = FIX::Session::lookupSession(id);
    std::ostringstream text;
    text << session->getExpectedSenderNum() << " " << session->getExpectedTargetNum();
    return text.str();
}

std::string mark(const FIX::Message& message) {
    FIX::PossDupFlag flag(false);
    return message.getHeader().getFieldIfSet(flag) && flag ? " dup" : "";
}

class Peer : public FIX::Application {
public:
    void sendOrders(long first, long last) {
        {
            std::lock_guard<std::mutex> hold(gate_);
            answered_ = std::max(answered_, first - 1);
        }
        for (long number = first; number <= last; ++number) {
            std::unique_lock<std::mutex> hold(gate_);
            moved_.wait(hold, [&] { return number - answered_ <= WINDOW; });
            hold.unlock();
            sendOrder(number);
        }
    }

    const FIX::SessionID& id() const { return id_; }

    void onCreate(const FIX::SessionID& id) override { id_ = id; }
    void onLogon(const FIX::SessionID& id) override { say("logon " + numbers(id)); }
    void onLogout(const FIX::SessionID&) override { say("logout"); }
    void toAdmin(FIX::Message&, const FIX::SessionID&) override {}
    void toApp(FIX::Message&, const FIX::SessionID&) throw(FIX::DoNotSend) override {}
    void fromAdmin(const FIX::Message&, const FIX::SessionID&) throw(
        FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::RejectLogon) override {}

    void fromApp(const FIX::Message& message, const FIX::SessionID& id) throw(
        FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::UnsupportedMessageType) override {
        FIX::MsgType type;
        message.getHeader().getField(type);
        if (type == FIX::MsgType_NewOrderSingle) {
            const std::string number = message.getField(FIX::FIELD::ClOrdID);
            say("order " + number + mark(message));
            answer(number, id);
        } else if (type == FIX::MsgType_ExecutionReport) {
            const std::string number = message.getField(FIX::FIELD::ExecID);
            say("execution " + number + mark(message));
            std::lock_guard<std::mutex> hold(gate_);
            answered_ = std::max(answered_, std::atol(number.c_str()));
            moved_.notify_all();
        } else {
            throw FIX::UnsupportedMessageType();
        }
    }

private:
    void sendOrder(long number) {
        FIX::Message order;
        order.getHeader().setField(FIX::MsgType(FIX::MsgType_NewOrderSingle));
        order.setField(FIX::ClOrdID(std::to_string(number)));
        order.setField(FIX::Symbol("BTC-USDT"));
        order.setField(FIX::Side(FIX::Side_BUY));
        order.setField(FIX::TransactTime(3));
        order.setField(FIX::OrderQty(2));
        order.setField(FIX::OrdType(FIX::OrdType_LIMIT));
        order.setField(FIX::Price(61250.5));
        FIX::Session::sendToTarget(order, id_);
    }

    static void answer(const std::string& number, const FIX::SessionID& id) {
        FIX::Message report;
        report.getHeader().setField(FIX::MsgType(FIX::MsgType_ExecutionReport));
        report.setField(FIX::OrderID("Q" + number));
        report.setField(FIX::ClOrdID(number));
        report.setField(FIX::ExecID(number));
        report.setField(FIX::ExecType(FIX::ExecType_NEW));
        report.setField(FIX::OrdStatus(FIX::OrdStatus_NEW));
        report.setField(FIX::Symbol("BTC-USDT"));
        report.setField(FIX::Side(FIX::Side_BUY));
        report.setField(FIX::LeavesQty(2));
        report.setField(FIX::CumQty(0));
        report.setField(FIX::AvgPx(0));
        FIX::Session::sendToTarget(report, id);
    }

    FIX::SessionID id_;
    std::mutex gate_;
    std::condition_variable moved_;
    long answered_ = 0;
};

void obey(Peer& peer) {
    std::string line;
    while (std::getline(std::cin, line) && line != "quit") {
        std::istringstream words(line);
        std::string command;
        long first = 0, last = 0;
        if (words >> command >> first >> last && command == "send") {
            peer.sendOrders(first, last);
        } else {
            std::cerr << "not understood: " << line << std::endl;
            std::_Exit(2);
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: peer desk|broker SETTINGS" << std::endl;
        return 2;
    }
    try {
        FIX::SessionSettings settings(argv[2]);
        FIX::FileStoreFactory stores(settings);
        Peer peer;
        if (std::string(argv[1]) == "broker") {
            FIX::SocketAcceptor acceptor(peer, stores, settings);
            acceptor.start();
            obey(peer);
            acceptor.stop();
            say("stopped " + numbers(peer.id()));
        } else {
            FIX::SocketInitiator initiator(peer, stores, settings);
            initiator.start();
            obey(peer);
            initiator.stop();
            say("stopped " + numbers(peer.id()));
        }
        return 0;
    } catch (const std::exception& error) {
        std::cerr << error.what() << std::endl;
        return 1;
    }
}
