using System.Text;
using MarginRouter.Fix.Dictionaries;

namespace MarginRouter.Fix.Tests.Dictionaries;

/// <summary>A made-up dialect with one of everything: components, nested groups, listed values, data.</summary>
internal static class SmallDictionary
{
    public const string Text = """
        <fix type="FIX" major="4" minor="4" servicepack="0">
         <header>
          <field name="BeginString" required="Y"/><field name="BodyLength" required="Y"/><field name="MsgType" required="Y"/>
          <field name="SenderCompID" required="Y"/><field name="TargetCompID" required="Y"/><field name="MsgSeqNum" required="Y"/>
          <field name="SendingTime" required="Y"/>
         </header>
         <trailer><field name="CheckSum" required="Y"/></trailer>
         <messages>
          <message name="Heartbeat" msgtype="0" msgcat="admin"><field name="TestReqID" required="N"/></message>
          <message name="Order" msgtype="D" msgcat="app">
           <field name="ClOrdID" required="Y"/>
           <component name="Parties" required="N"/>
           <component name="Product" required="Y"/>
           <field name="Side" required="Y"/><field name="OrderQty" required="N"/><field name="ExecInst" required="N"/>
           <field name="TransactTime" required="N"/><field name="MaturityMonthYear" required="N"/><field name="TradeDate" required="N"/>
          </message>
         </messages>
         <components>
          <component name="Product"><field name="Symbol" required="Y"/></component>
          <component name="Parties">
           <group name="NoPartyIDs" required="N">
            <field name="PartyID" required="Y"/><field name="PartyRole" required="N"/>
            <group name="NoPartySubIDs" required="N"><field name="PartySubID" required="Y"/><field name="PartySubIDType" required="N"/></group>
           </group>
          </component>
         </components>
         <fields>
          <field number="8" name="BeginString" type="STRING"/><field number="9" name="BodyLength" type="LENGTH"/>
          <field number="10" name="CheckSum" type="STRING"/><field number="35" name="MsgType" type="STRING"/>
          <field number="34" name="MsgSeqNum" type="SEQNUM"/><field number="49" name="SenderCompID" type="STRING"/>
          <field number="56" name="TargetCompID" type="STRING"/><field number="52" name="SendingTime" type="UTCTIMESTAMP"/>
          <field number="112" name="TestReqID" type="STRING"/><field number="11" name="ClOrdID" type="STRING"/>
          <field number="55" name="Symbol" type="STRING"/><field number="38" name="OrderQty" type="QTY"/>
          <field number="54" name="Side" type="CHAR"><value enum="1" description="BUY"/><value enum="2" description="SELL"/></field>
          <field number="18" name="ExecInst" type="MULTIPLECHARVALUE"><value enum="G" description="ALL"/><value enum="6" description="POST"/></field>
          <field number="60" name="TransactTime" type="UTCTIMESTAMP"/><field number="200" name="MaturityMonthYear" type="MONTHYEAR"/>
          <field number="75" name="TradeDate" type="LOCALMKTDATE"/><field number="453" name="NoPartyIDs" type="NUMINGROUP"/>
          <field number="448" name="PartyID" type="STRING"/><field number="452" name="PartyRole" type="INT"/>
          <field number="802" name="NoPartySubIDs" type="NUMINGROUP"/><field number="523" name="PartySubID" type="STRING"/>
          <field number="803" name="PartySubIDType" type="INT"/>
         </fields>
        </fix>
        """;

    public static FixDictionary Read(string text = Text)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(text));
        return FixDictionaryReader.Read(stream, "small.xml");
    }
}
