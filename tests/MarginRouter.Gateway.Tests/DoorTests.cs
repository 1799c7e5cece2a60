using System.Net;
using System.Text;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Dictionaries;
using MarginRouter.Fix.Store;
using MarginRouter.Fix.Transport;
using MarginRouter.Gateway.Versions;
using MarginRouter.Testing;

namespace MarginRouter.Gateway.Tests;

/// <summary>What stands between a desk and the gateway: TLS, networks, and a dictionary of its own.</summary>
public sealed class DoorTests : IDisposable
{
    private readonly TestCertificates certificates = new();
    private readonly MemoryFixMessageStore store = new();

    [Fact]
    public void Desk_WithItsCertificate_TradesOverTls()
    {
        FixTlsOptions server = new()
        {
            CertificateFile = certificates.Issue("router.example"),
            AuthorityFile = certificates.Authority,
            RequireClientCertificate = true,
            ClientNames = ["alpha.example"],
        };
        using TestRouter router = new(with: options => options with { Tls = server });
        using TestDesk plain = new(store);
        plain.Connect(router.EndPoint);
        plain.NextEnd();
        using TestDesk desk = new(store);
        desk.LogOn(router.EndPoint, new FixTlsOptions { CertificateFile = certificates.Issue("alpha.example"), AuthorityFile = certificates.Authority });
        desk.Send(FixMsgType.NewOrderSingle, "11=C1|55=BTC-USD|54=1|38=1|40=1|60=20260102-03:04:05");
        Assert.Equal("C1", Assert.IsType<ParentReceived>(router.Inbox.Next().Inbound).Request.ClientOrderId);
    }

    [Fact]
    public void Desk_FromANetworkThatIsNotAllowed_IsCutOff()
    {
        using TestRouter router = new(with: options => options with { AllowedNetworks = [IPNetwork.Parse("10.0.0.0/8")] });
        using TestDesk desk = new(store);
        desk.Connect(router.EndPoint);
        desk.NextEnd();
    }

    [Fact]
    public void MessageThatBreaksTheDictionary_IsRejectedByTag()
    {
        const string Order = """
            <fix type="FIX" major="4" minor="4" servicepack="0">
             <header><field name="BeginString" required="Y"/><field name="BodyLength" required="Y"/><field name="MsgType" required="Y"/>
              <field name="SenderCompID" required="Y"/><field name="TargetCompID" required="Y"/><field name="MsgSeqNum" required="Y"/>
              <field name="SendingTime" required="Y"/></header>
             <trailer><field name="CheckSum" required="Y"/></trailer>
             <messages><message name="NewOrderSingle" msgtype="D" msgcat="app"><field name="ClOrdID" required="Y"/><field name="Side" required="Y"/></message></messages>
             <fields>
              <field number="8" name="BeginString" type="STRING"/><field number="9" name="BodyLength" type="LENGTH"/><field number="10" name="CheckSum" type="STRING"/>
              <field number="35" name="MsgType" type="STRING"/><field number="34" name="MsgSeqNum" type="SEQNUM"/><field number="49" name="SenderCompID" type="STRING"/>
              <field number="56" name="TargetCompID" type="STRING"/><field number="52" name="SendingTime" type="UTCTIMESTAMP"/>
              <field number="11" name="ClOrdID" type="STRING"/><field number="54" name="Side" type="CHAR"><value enum="1" description="BUY"/></field>
             </fields>
            </fix>
            """;
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(Order));
        FixDictionary dictionary = FixDictionaryReader.Read(stream, "order.xml");
        using TestRouter router = new(with: options => options with
        {
            Dictionaries = options.Dictionaries.SetItem(DeskVersion.Fix44, dictionary),
            Desks = [options.Desks[0] with { Strictness = FixStrictness.Strict }],
        });
        using TestDesk desk = new TestDesk(store).LogOn(router.EndPoint);
        Assert.Equal("35=3|45=2|58=Value is incorrect (out of range) for this tag|371=54|372=D|373=5", desk.Send(FixMsgType.NewOrderSingle, "11=C1|54=2").Next());
    }

    public void Dispose()
    {
        certificates.Dispose();
        store.Dispose();
    }
}
